/** Escapes text for an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Escapes JSON for a script element. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** Writes an element. Undefined attributes are omitted, attribute texts are escaped, and `children` are markup. */
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

/** Formats a score or gain with the number of decimals that its interval justifies. */
export const figure = (value: number): string =>
  value
    .toFixed(2)
    .replace(/^-0\.00$/, '0.00')
    .replace('-', '−');

export const signed = (value: number): string => figure(value).replace(/^(?=\d)/, '+');

export const count = (value: number): string => value.toLocaleString('en');

/** Formats an axis value with as few characters as possible: 0, 0.25, 0.5, 1. */
export const tickText = (value: number): string => String(Math.round(100 * value) / 100 + 0).replace('-', '−');
