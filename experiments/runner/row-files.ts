import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '@open-ada/node-kit';
import { withCurrentNames } from './former-row.js';
import type { RowResult } from './result.js';

const fileOf = (out: string, name: string) => join(out, `${name}.json`);

export function readRow(out: string, name: string): RowResult | undefined {
  const file = fileOf(out, name);
  return existsSync(file) ? withCurrentNames(JSON.parse(readFileSync(file, 'utf8')) as RowResult) : undefined;
}

export function readRows(out: string): RowResult[] {
  if (!existsSync(out)) return [];
  const names = readdirSync(out).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => readRow(out, name.replace(/\.json$/, ''))!);
}

/**
 * Writes a row in a form small enough for a repository: scores with three digits, one line per look and one for the
 * curve.
 */
export function writeRow(out: string, { looks, curve, ...about }: RowResult): void {
  writeWhole(fileOf(out, about.name), withLines(JSON.stringify(about, null, 2), { looks, curve }));
}

/** A replacer for JSON: numbers with four digits. */
export const short = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;

/** Adds lists to an object that is written over several lines: one line for each entry. */
export function withLines(head: string, lists: Record<string, readonly object[]>): string {
  const texts = Object.entries(lists).map(([name, list]) => {
    const lines = list.map((each) => `    ${JSON.stringify(each, short)}`).join(',\n');
    return `  "${name}": [\n${lines}\n  ]`;
  });
  return `${[head.replace(/\n\}$/, ''), ...texts].join(',\n')}\n}\n`;
}
