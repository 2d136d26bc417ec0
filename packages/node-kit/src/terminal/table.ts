import stringWidth from 'string-width';

/** The least that a table may leave for a last column of words. */
const LEAST_WORDS = 16;

export interface TableOptions {
  /** Cells of a line. Columns that do not fit come below, each block with the first column again. */
  width: number;
  /** Columns with numbers, which are aligned at their right; the first is 0. */
  right?: (column: number) => boolean;
  /** The last column has sentences, which are folded between words. */
  words?: boolean;
}

const pad = (cell: string, width: number, right: boolean) => {
  const space = ' '.repeat(Math.max(0, width - stringWidth(cell)));
  return right ? space + cell : cell + space;
};

/** Rows of cells as lines with columns of minimal widths, two spaces apart. Every row has the same number of cells. */
export function table(
  rows: readonly string[][],
  { width, right = () => false, words = false }: TableOptions,
): string[] {
  if (rows.length === 0) return [];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => stringWidth(row[column]))));
  const last = widths.length - 1;
  const before = widths.slice(0, last).reduce((sum, own) => sum + own + 2, 0);
  if (words && before + LEAST_WORDS <= width) widths[last] = Math.min(widths[last], width - before);
  return blocksOf(widths, width).flatMap((columns, block) => [
    ...(block > 0 ? [''] : []),
    ...rows.flatMap((row) => {
      const cells = columns.map((column) => folded(row[column], words && column === last ? widths[column] : 0));
      const height = Math.max(...cells.map((lines) => lines.length));
      return Array.from({ length: height }, (_, line) =>
        columns
          .map((column, i) => pad(cells[i][line] ?? '', widths[column], right(column)))
          .join('  ')
          .trimEnd(),
      );
    }),
  ]);
}

/** The columns of each block: as many as fit beside the first one, at least one. */
function blocksOf([first, ...others]: number[], width: number): number[][] {
  const blocks: number[][] = [];
  let used = 0;
  for (const [i, own] of others.entries()) {
    if (blocks.length === 0 || used + 2 + own > width) {
      blocks.push([0]);
      used = first;
    }
    blocks[blocks.length - 1].push(i + 1);
    used += 2 + own;
  }
  return blocks.length > 0 ? blocks : [[0]];
}

/** @param width 0: not folded */
function folded(cell: string, width: number): string[] {
  if (width === 0 || stringWidth(cell) <= width) return [cell];
  const lines = [''];
  for (const word of cell.split(' ')) {
    const line = lines[lines.length - 1];
    if (line !== '' && stringWidth(`${line} ${word}`) > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
