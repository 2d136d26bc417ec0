import { AVATAR_RADIUS, OBJECT_SIZE, obstacleAt, squaresOverlap } from './geometry.js';
import type { Predicate, Task } from './task.js';
import type { Fault } from './task-error.js';

interface Footprint {
  path: string;
  name: string;
  at: readonly [number, number];
  half: number;
}

function playerFaults(task: Task): Fault[] {
  const two = task.players.length > 1;
  const namesOther = ({ arguments: given }: Predicate) => !two && given.includes('other');
  const message = 'This names "other", but the task has one player.';
  return [
    ...task.goal.flatMap((goal, g) => (namesOther(goal) ? [{ path: `/goal/${g}`, message }] : [])),
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

function placeFaults(task: Task): Fault[] {
  const placed = footprints(task);
  return placed.flatMap(({ path, name, at, half }, i): Fault[] => {
    const where = `(${at.join(', ')})`;
    const obstacle = obstacleAt(task.world, at[0], at[1], half);
    if (obstacle === 'outside') return [{ path, message: `${name} at ${where} is not inside the room.` }];
    if (obstacle === 'wall') return [{ path, message: `${name} at ${where} is in a wall.` }];
    const hit = placed.find((other, j) => j < i && squaresOverlap(at, half, other.at, other.half));
    return hit ? [{ path, message: `${name} at ${where} overlaps ${hit.name}.` }] : [];
  });
}

/** What contradicts itself in a task of the right structure. */
export function taskFaults(task: Task): Fault[] {
  const { rows } = task.world;
  const uneven = rows.findIndex((row) => row.length !== rows[0].length);
  if (uneven >= 0) {
    const message = `Every row must have as many tiles as the first (${rows[0].length}), not ${rows[uneven].length}.`;
    return [...playerFaults(task), { path: `/world/rows/${uneven}`, message }];
  }
  return [...playerFaults(task), ...placeFaults(task)];
}
