import { table } from '@open-ada/node-kit/terminal';

export const digits = (x: number) => x.toFixed(2);
export const count = (n: number | null) => n?.toLocaleString('en') ?? '-';

export const rowOf = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/**
 * Markdown as a terminal shows it: columns of tables are aligned, and those that do not fit come below. There the first
 * column is repeated, so it gets the name of the score as well.
 * @param width cells of a line; infinite: nothing is changed, for a file
 */
export function forTerminal(markdown: string, width: number): string {
  if (width === Number.POSITIVE_INFINITY) return markdown;
  const lines = markdown.split('\n');
  const isRow = (line: string | undefined) => line?.startsWith('|') === true;
  return lines
    .flatMap((line, i) => {
      if (!isRow(line)) return [line];
      if (isRow(lines[i - 1])) return [];
      const after = lines.findIndex((other, at) => at > i && !isRow(other));
      const rows = lines.slice(i, after < 0 ? undefined : after).filter((row) => !/^[|\s-]+$/.test(row));
      return table(withScore(rows.map(cellsOf)), { width });
    })
    .join('\n');
}

const cellsOf = (row: string): string[] =>
  row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

function withScore(rows: string[][]): string[][] {
  const score = rows[0].indexOf('score');
  if (score < 0) return rows;
  return rows.map((row, i) => {
    const others = row.slice(1).filter((_, column) => column !== score - 1);
    return [i === 0 ? '' : `${row[0]}, ${row[score]}`, ...others];
  });
}
