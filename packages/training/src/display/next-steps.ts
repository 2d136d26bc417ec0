import { table } from '@open-ada/node-kit/terminal';

/** What to do with a run that has an agent. Only an agent of XLand is watched and scored. */
export function nextSteps(run: string, width: number, { inXland = true } = {}): string {
  const inWorld = [
    ['see it play:', `pnpm watch ${run}`],
    ['score it:', `pnpm eval:heldout --checkpoint ${run}`],
  ];
  const rows = [...(inXland ? inWorld : []), ['draw its curves:', `pnpm curves ${run}`]];
  return table(rows, { width, words: true }).join('\n');
}
