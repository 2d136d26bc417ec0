const LONGEST = 60;

/** A text from a file as part of a one-line sentence: in quotes, without control characters, not too long. */
export function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text);
}
