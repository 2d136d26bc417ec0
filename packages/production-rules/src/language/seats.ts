import type { Argument, Game, Hiding, PlayerStart, Predicate, Rule, Task } from './task.js';

const swapArgument = (argument: Argument): Argument =>
  argument === 'me' ? 'other' : argument === 'other' ? 'me' : argument;

function swapped(predicate: Predicate): Predicate {
  const [first, second] = predicate.arguments;
  return { ...predicate, arguments: [swapArgument(first), swapArgument(second)] };
}

/** What is rewarded for a player. @param seat 0 for the first player, 1 for the second */
export const goalOf = ({ goal, players }: Pick<Game, 'goal' | 'players'>, seat: number): Predicate[] =>
  (seat === 1 && players?.[1]?.goal) || goal;

/** Whether a rule is hidden from a player as a whole. @param r index of the rule in the task */
export function isHiddenFrom({ rules, players }: Pick<Task, 'rules' | 'players'>, seat: number, r: number): boolean {
  const own = seat === 1 ? players[1]?.hiding : undefined;
  return own === undefined ? rules[r].hidden : own.rules.includes(r + 1);
}

/** The types and predicates that a player sees as numbers. */
export function hidingOf({ hiding, players }: Pick<Task, 'hiding' | 'players'>, seat: number): Hiding {
  const own = seat === 1 ? players[1]?.hiding : undefined;
  return own === undefined ? hiding : { types: own.types, predicates: own.predicates };
}

/** A game in which the two players have changed seats: the same game for anyone who may sit on either. */
export function mirrored({ goal, rules, players }: Game): Game {
  const own = players?.[1]?.goal;
  const mirroredRules = rules.map((rule): Rule => ({ ...rule, condition: swapped(rule.condition) }));
  const mirroredGoal = (own ?? goal).map(swapped);
  if (players === undefined || own === undefined) return { goal: mirroredGoal, rules: mirroredRules };
  const [first, second] = players;
  return { goal: mirroredGoal, rules: mirroredRules, players: [second, { ...first, goal: goal.map(swapped) }] };
}

const fromSecondSeat = new WeakMap<Task, Task>();

/**
 * A task as the player on a seat is told of it: it is `me` and comes first, with its own goal, and what is hidden from
 * it is hidden. So whatever reads a task for the first player (tokens, scripted players) serves the second as well. The
 * same task always gives the same object.
 * @param seat 0: the task itself
 * @throws Error in one sentence if the task has no such player
 */
export function taskFromSeat(task: Task, seat: number): Task {
  if (seat >= task.players.length) throw new Error(`Task "${task.name}" has no player ${seat + 1}.`);
  if (seat === 0) return task;
  let known = fromSecondSeat.get(task);
  if (known !== undefined) return known;
  const [first, second] = task.players;
  const { types, predicates } = task.hiding;
  const hiddenRules = task.rules.flatMap(({ hidden }, r) => (hidden ? [r + 1] : []));
  const { at, heading } = second;
  const start = ({ at, heading }: PlayerStart): PlayerStart => ({ at, ...(heading && { heading }) });
  known = {
    ...task,
    goal: goalOf(task, 1).map(swapped),
    rules: task.rules.map((rule, r) => ({
      ...rule,
      condition: swapped(rule.condition),
      hidden: isHiddenFrom(task, 1, r),
    })),
    hiding: hidingOf(task, 1),
    players: [
      start({ at, heading }),
      {
        ...start(first),
        ...(second.goal && { goal: task.goal.map(swapped) }),
        ...(second.hiding && { hiding: { rules: hiddenRules, types, predicates } }),
      },
    ],
  };
  fromSecondSeat.set(task, known);
  return known;
}
