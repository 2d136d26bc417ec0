import { AVATAR_RADIUS, OBJECT_SIZE, type Obstacle, obstacleAt, squaresOverlap } from './geometry.js';
import type { Predicate, Task } from './task.js';
import type { Fault } from './task-error.js';
import { rampFault } from './terrain.js';

interface Footprint {
  path: string;
  name: string;
  at: readonly [number, number];
  half: number;
}

/** What only the second player can have: the first one's stands in the task itself. */
function ownFaults({ players, rules }: Task): Fault[] {
  const ofTask = { goal: 'goal', hiding: '"hiding" and the rules\' "hidden"' };
  const [first, second] = players;
  return [
    ...(['goal', 'hiding'] as const).flatMap((key): Fault[] => {
      const message = `Only the second player can have its own ${key}; write the first one's in the task's ${ofTask[key]}.`;
      return first[key] === undefined ? [] : [{ path: `/players/0/${key}`, message }];
    }),
    ...(second?.hiding?.rules ?? []).flatMap((number, i): Fault[] => {
      const message = `There is no rule ${number}; the task has ${rules.length}, and the first is number 1.`;
      return number <= rules.length ? [] : [{ path: `/players/1/hiding/rules/${i}`, message }];
    }),
  ];
}

function playerFaults(task: Task, goalPath: (index: number) => string): Fault[] {
  const two = task.players.length > 1;
  const namesOther = ({ arguments: given }: Predicate) => !two && given.includes('other');
  const message = 'This names "other", but the task has one player.';
  return [
    ...task.goal.flatMap((goal, g) => (namesOther(goal) ? [{ path: goalPath(g), message }] : [])),
    ...task.rules.flatMap(({ condition }, r) => (namesOther(condition) ? [{ path: `/rules/${r}`, message }] : [])),
  ];
}

function footprints(task: Task): Footprint[] {
  return [
    ...task.objects.map(({ type, at, size }, i) => ({
      path: `/objects/${i}/at`,
      name: `object ${i} (${type})`,
      at,
      half: (OBJECT_SIZE * size) / 2,
    })),
    ...task.players.map(({ at }, i) => ({ path: `/players/${i}/at`, name: `player ${i}`, at, half: AVATAR_RADIUS })),
  ];
}

const IN_THE_WAY: Record<Obstacle, string> = {
  outside: 'is not inside the room',
  wall: 'is in a wall',
  ramp: 'is on a ramp and must start on level floor',
  step: 'stands across a step and must start on floor of one level',
};

function placeFaults(task: Task): Fault[] {
  const placed = footprints(task);
  return placed.flatMap(({ path, name, at, half }, i): Fault[] => {
    const where = `(${at.join(', ')})`;
    const obstacle = obstacleAt(task.world, at[0], at[1], half);
    if (obstacle) return [{ path, message: `${name} at ${where} ${IN_THE_WAY[obstacle]}.` }];
    const hit = placed.find((other, j) => j < i && squaresOverlap(at, half, other.at, other.half));
    return hit ? [{ path, message: `${name} at ${where} overlaps ${hit.name}.` }] : [];
  });
}

function worldFaults({ world }: Task): Fault[] {
  const { rows } = world;
  const uneven = rows.findIndex((row) => row.length !== rows[0].length);
  if (uneven >= 0) {
    const message = `Every row must have as many tiles as the first (${rows[0].length}), not ${rows[uneven].length}.`;
    return [{ path: `/world/rows/${uneven}`, message }];
  }
  return rows.flatMap((row, r) =>
    [...row].flatMap((_, column): Fault[] => {
      const message = rampFault(world, column, r);
      return message === undefined ? [] : [{ path: `/world/rows/${r}`, message }];
    }),
  );
}

/**
 * Finds contradictions in a task of the right structure.
 * @param goalPath path of a predicate of the goal; a file may give a single predicate without a list
 */
export function taskFaults(task: Task, goalPath: (index: number) => string): Fault[] {
  const world = worldFaults(task);
  return [
    ...playerFaults(task, goalPath),
    ...ownFaults(task),
    ...world,
    ...(world.length > 0 ? [] : placeFaults(task)),
  ];
}
