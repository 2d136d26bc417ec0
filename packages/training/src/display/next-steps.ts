import { table } from '@open-ada/node-kit/terminal';

/** What to do with a run that has an agent. */
export function nextSteps(run: string, width: number): string {
  const rows = [
    ['see it play:', `pnpm watch ${run}`],
    ['score it:', `pnpm eval:heldout --checkpoint ${run}`],
    ['draw its curves:', `pnpm curves ${run}`],
  ];
  return table(rows, { width, words: true }).join('\n');
}
