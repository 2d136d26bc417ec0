/** Escapes a text for use between tags or in an attribute of an SVG document. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character]!);

/** Formats a number with at most one decimal. A picture needs no more, and its file stays small. */
export const short = (value: number): string => String(Math.round(value * 10) / 10);

/**
 * Formats one element.
 * @param content SVG between its tags; without it the element is empty
 */
export function element(name: string, attributes: Readonly<Record<string, string | number>>, content?: string): string {
  const list = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === 'number' ? short(value) : escapeXml(value)}"`,
  );
  return content === undefined ? `<${name}${list.join('')}/>` : `<${name}${list.join('')}>${content}</${name}>`;
}
