import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';

interface Stream {
  columns?: number;
}

/** A terminal that does not tell its width is as wide as terminals usually are. */
const USUAL = 80;
/** `COLUMNS` says it for what is no terminal, for example a log file. */
const given = () => Number(process.env.COLUMNS) || USUAL;

/** Characters of a line of this stream. */
export const terminalWidth = (stream: Stream): number => stream.columns || given();

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
