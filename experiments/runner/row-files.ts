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
  const short = (_key: string, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
  const lines = (list: readonly object[]) => list.map((each) => `    ${JSON.stringify(each, short)}`).join(',\n');
  const head = JSON.stringify(about, null, 2).replace(/\n\}$/, '');
  writeWhole(
    fileOf(out, about.name),
    `${head},\n  "looks": [\n${lines(looks)}\n  ],\n  "curve": [\n${lines(curve)}\n  ]\n}\n`,
  );
}
