/** A rectangle of tiles of equal value: columns c0..c1, rows r0..r1, both ends included. */
export interface TileBlock {
  value: number;
  c0: number;
  c1: number;
  r0: number;
  r1: number;
}

/**
 * Covers the tiles with positive values by few rectangles of one value each. Each rectangle starts at a tile that is
 * not covered yet, and is made as wide as possible and then as deep as possible.
 * @param values [rows, columns]
 */
export function mergeTiles(values: Float64Array, columns: number): TileBlock[] {
  const covered = new Uint8Array(values.length);
  const blocks: TileBlock[] = [];
  const fits = (from: number, to: number, value: number): boolean => {
    for (let t = from; t <= to; t++) if (values[t] !== value || covered[t] !== 0) return false;
    return true;
  };
  for (let t = 0; t < values.length; t++) {
    const value = values[t];
    if (!(value > 0) || covered[t] !== 0) continue;
    const c0 = t % columns;
    let end = t;
    while ((end + 1) % columns !== 0 && fits(end + 1, end + 1, value)) end++;
    let last = t;
    while (last + columns < values.length && fits(last + columns, last + columns + end - t, value)) last += columns;
    for (let row = t; row <= last; row += columns) covered.fill(1, row, row + end - t + 1);
    blocks.push({ value, c0, c1: c0 + end - t, r0: (t - c0) / columns, r1: (last - c0) / columns });
  }
  return blocks;
}
