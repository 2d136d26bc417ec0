import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';

interface Stream {
  columns?: number;
  isTTY?: boolean;
}

/** A terminal that does not tell its width is as wide as terminals usually are. */
const USUAL = 80;

/**
 * Cells of a line of this stream. `COLUMNS` says it for what is no terminal; without it, text for a file or another
 * program is not folded.
 */
export const terminalWidth = ({ columns, isTTY }: Stream): number =>
  columns || Number(process.env.COLUMNS) || (isTTY ? USUAL : Number.POSITIVE_INFINITY);

/** Cuts a line to a width, in terminal cells. */
export const fitted = (line: string, width: number): string => cliTruncate(line, Math.max(1, width));

/** Joins parts with a separator into as few lines as fit. A part is never divided; lines after the first are indented. */
export function foldWords(parts: readonly string[], separator: string, width: number, indent = '  '): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const longer = last === undefined ? part : `${last}${separator}${part}`;
    if (last === undefined) lines.push(part);
    else if (stringWidth(longer) <= width) lines[lines.length - 1] = longer;
    else {
      lines[lines.length - 1] += separator.trimEnd();
      lines.push(`${indent}${part}`);
    }
  }
  return lines;
}
