/** Two digits, without the zero before the point. */
export const digits = (x: number) => x.toFixed(2).replace(/^(-?)0\./, '$1.');
export const count = (n: number) => n.toLocaleString('en');

export const rowOf = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
