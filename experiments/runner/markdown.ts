export const digits = (x: number) => x.toFixed(2);
export const count = (n: number | null) => n?.toLocaleString('en') ?? '-';

export const rowOf = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
