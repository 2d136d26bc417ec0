/** Text as it may stand between the tags, or in an attribute, of an SVG document. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character]!);

/** A number with one decimal at most: a picture needs no more, and its file stays small. */
export const short = (value: number): string => String(Math.round(value * 10) / 10);

/**
 * One element.
 * @param content what stands between its tags, itself SVG; without it the element is empty
 */
export function element(name: string, attributes: Readonly<Record<string, string | number>>, content?: string): string {
  const list = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === 'number' ? short(value) : escapeXml(value)}"`,
  );
  return content === undefined ? `<${name}${list.join('')}/>` : `<${name}${list.join('')}>${content}</${name}>`;
}
