import { mapExtent } from '../language/geometry.js';
import type { Hiding, PlayerStart, Task } from '../language/task.js';
import { LEVEL_HEIGHT } from '../language/terrain.js';
import { describePredicate, describeRule } from './describe-rules.js';
import { drawMap } from './draw-map.js';

/** Says in one sentence what the agent sees as numbers. The list is empty where nothing is hidden. */
export function describeHiding({ types, predicates }: Hiding): string[] {
  const numbered = (kind: string, names: readonly string[]) => names.map((name, i) => `${kind} ${i + 1} for ${name}`);
  const all = [...numbered('type', types), ...numbered('predicate', predicates)];
  return all.length > 0 ? [`In the rules the agent sees numbers: ${all.join(', ')}.`] : [];
}

function describeWorld({ world }: Task): string {
  const { width, depth } = mapExtent(world);
  const tiles = world.rows.join('');
  const highest = Math.max(0, ...(tiles.match(/\d/g) ?? []).map(Number));
  const parts = [
    highest > 0 ? `floors up to ${highest * LEVEL_HEIGHT} m high` : 'flat',
    ...(tiles.includes('#') ? ['walls (#)'] : []),
    ...(/[<>^v]/.test(tiles) ? ['ramps (the arrow points uphill)'] : []),
  ];
  return `World: ${width} x ${depth} m; ${parts.join(', ')}.`;
}

const degrees = (radians: number): number => Math.round((radians * 180) / Math.PI);

/** Says in one sentence where a player looks when a trial starts. */
export function describeStart({ heading }: PlayerStart, p: number): string {
  const who = p === 0 ? 'I start each trial' : 'The other player starts';
  if (heading === undefined) return `${who} looking anywhere.`;
  return `${who} looking ${degrees(heading.mean)} +- ${degrees(heading.spread)} degrees (0 is up the map, 90 to its left).`;
}

/** Describes a task in plain English, with a map. The text has several lines and no newline at the end. */
export function describeTask(task: Task): string {
  return [
    task.name,
    ...(task.tests === undefined ? [] : [`Tests: ${task.tests}`]),
    `Goal: ${task.goal.map(describePredicate).join(', and ')}.`,
    task.rules.length > 0 ? 'Rules, in the order in which they fire:' : 'There are no rules.',
    ...task.rules.map((rule, r) => `  ${r + 1}. ${describeRule(rule)}`),
    ...describeHiding(task.hiding),
    `Timing: a trial lasts ${task.trialSeconds} s. ${task.players.map(describeStart).join(' ')}`,
    describeWorld(task),
    ...drawMap(task).map((line) => `  ${line}`),
  ].join('\n');
}
