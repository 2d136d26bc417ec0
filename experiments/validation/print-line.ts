/** Prints figures as one line of JSON, numbers with three digits after the point. */
export function printLine(figures: object): void {
  const short = (_key: string, x: unknown) => (typeof x === 'number' ? +x.toFixed(3) : x);
  process.stdout.write(`${JSON.stringify(figures, short)}\n`);
}
