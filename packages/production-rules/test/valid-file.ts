import { type Fault, parseTask, TaskError } from '@open-ada/production-rules';

/** A small valid task file. */
export const VALID = {
  version: 1,
  goal: 'hold(me, yellow sphere)',
  rules: ['hold(me, black cube) -> yellow sphere', { rule: 'near(black cube, black slab) -> nothing', hidden: true }],
  objects: [
    { type: 'black cube', at: [1, 1] },
    { type: 'black slab', at: [3, 1] },
  ],
  world: { rows: ['00', '0#'] },
  players: [{ at: [1, 3] }],
  trialSeconds: 8,
};

/** What `parseTask` finds wrong with a text; nothing for a valid one. Other exceptions pass. */
export function faultsOf(text: string): readonly Fault[] {
  try {
    parseTask(text, 'some.json');
    return [];
  } catch (error) {
    if (error instanceof TaskError) return error.faults;
    throw error;
  }
}
