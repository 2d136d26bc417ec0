/** Text as it may stand in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON as it may stand inside a script element. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** An element; attributes that are undefined are left out, texts in them are escaped, `children` are markup. */
export function element(
  name: string,
  attributes: Record<string, string | number | undefined>,
  ...children: string[]
): string {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const head = given.map(
    ([key, value]) => ` ${key}="${typeof value === 'number' ? round(value) : escapeHtml(value!)}"`,
  );
  return `<${name}${head.join('')}>${children.join('')}</${name}>`;
}

/** Two decimals are finer than a pixel. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A score or gain with as many decimals as its intervals are worth. */
export const figure = (value: number): string =>
  value
    .toFixed(2)
    .replace(/^-0\.00$/, '0.00')
    .replace('-', '−');

export const signed = (value: number): string => figure(value).replace(/^(?=\d)/, '+');

export const count = (value: number): string => value.toLocaleString('en');

/** A value of an axis in as few characters as can be: 0, 0.25, 0.5, 1. */
export const tickText = (value: number): string => String(Math.round(100 * value) / 100 + 0).replace('-', '−');
