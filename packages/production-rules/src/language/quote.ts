const LONGEST = 60;

/** Quotes a text from a file for a one-line message: without control characters and cut to a maximal length. */
export function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text);
}
