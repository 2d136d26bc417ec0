import { mapExtent } from '../language/geometry.js';
import { isHiddenFrom } from '../language/seats.js';
import type { Hiding, PlayerStart, Task } from '../language/task.js';
import { LEVEL_HEIGHT } from '../language/terrain.js';
import { describePredicate, describeRule } from './describe-rules.js';
import { drawMap } from './draw-map.js';

/** Says in one sentence what a player sees as numbers. The list is empty where nothing is hidden. */
function describeNumbers({ types, predicates }: Hiding, who: string): string[] {
  const numbered = (kind: string, names: readonly string[]) => names.map((name, i) => `${kind} ${i + 1} for ${name}`);
  const all = [...numbered('type', types), ...numbered('predicate', predicates)];
  return all.length > 0 ? [`In the rules ${who} numbers: ${all.join(', ')}.`] : [];
}

/** Says in one sentence for each player what it sees as numbers; in one for both where that is the same. */
export function describeHiding({ hiding, players }: Pick<Task, 'hiding' | 'players'>): string[] {
  const own = players[1]?.hiding;
  if (own === undefined) return describeNumbers(hiding, 'the agent sees');
  return [...describeNumbers(hiding, 'I see'), ...describeNumbers(own, 'the other player sees')];
}

/** The goal in one sentence, and the second player's own one in another. */
export function describeGoals({ goal, players }: Pick<Task, 'goal' | 'players'>): string[] {
  const own = players[1]?.goal;
  const words = (predicates: Task['goal']) => `${predicates.map(describePredicate).join(', and ')}.`;
  return [`Goal: ${words(goal)}`, ...(own === undefined ? [] : [`Goal of the other player: ${words(own)}`])];
}

/** The rules of a task in words, in their order, with whom each is hidden from. */
export function describeRules(task: Task): { text: string; hidden: boolean }[] {
  return task.rules.map((rule, r) => {
    const blind = task.players.map((_, seat) => isHiddenFrom(task, seat, r));
    const hidden = blind.includes(true);
    const from = blind.every((each) => each) ? 'the agent' : blind[0] ? 'me' : 'the other player';
    return { text: describeRule(rule, hidden ? from : ''), hidden };
  });
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
    ...describeGoals(task),
    task.rules.length > 0 ? 'Rules, in the order in which they fire:' : 'There are no rules.',
    ...describeRules(task).map(({ text }, r) => `  ${r + 1}. ${text}`),
    ...describeHiding(task),
    `Timing: a trial lasts ${task.trialSeconds} s. ${task.players.map(describeStart).join(' ')}`,
    describeWorld(task),
    ...drawMap(task).map((line) => `  ${line}`),
  ].join('\n');
}
