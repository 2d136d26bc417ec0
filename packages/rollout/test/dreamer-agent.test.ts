import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateTask } from '@open-ada/curriculum';
import { DREAMER_DEFAULTS, DREAMER_SIZES, DreamerNetwork } from '@open-ada/dreamer';
import { Random } from '@open-ada/production-rules';
import { actionSpec, BatchedEnvironment, COMPACT, FlatObservation, observationSpec } from '@open-ada/xland-sim';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  EnvStreams,
  encodeDreamer,
  readCheckpoint,
  readPlayable,
  requireMode,
  rollout,
  seatAgent,
} from '../src/index.js';

const [seen, chosen] = [observationSpec(COMPACT), actionSpec(COMPACT)];
const world = {
  observation: new FlatObservation(seen).size,
  actionDims: chosen.groups.map(({ options }) => options.length),
};
const network = new DreamerNetwork(world, DREAMER_SIZES.tiny, DREAMER_DEFAULTS);
// Larger than at first, so that what the agent remembers shows in what it does.
const parameters = network.initialise(new Random(1)).map((x, i) => x + 0.4 * Math.sin(i));
const notes = { world, size: DREAMER_SIZES.tiny, unimix: 0.01, steps: 7, simulation: COMPACT };
const specs = { observationSpec: seen, actionSpec: chosen };

let directory: string;
let file: string;
const written = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(directory, name), bytes);
  return join(directory, name);
};
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'dreamer-agents-'));
  file = written('agent', encodeDreamer({ network, parameters, notes: { ...notes, ...specs } }));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('an agent file of train:dreamer', () => {
  it('is read with its parameters and notes', () => {
    const { agent, extra, simulation } = readPlayable(file);
    expect('network' in agent && Buffer.from(agent.parameters.buffer).equals(Buffer.from(parameters.buffer))).toBe(
      true,
    );
    expect(extra).toMatchObject({ steps: 7 });
    expect(simulation).toEqual(COMPACT);
  });

  it('is refused where only other agents play, in another world, and where a tensor is missing', () => {
    expect(() => readCheckpoint(file)).toThrow(
      /is an agent of train:dreamer; only eval:heldout, eval:probes and watch play/,
    );
    const small = written('small', encodeDreamer({ network, parameters, notes: { ...notes, simulation: undefined } }));
    expect(() => readPlayable(small)).toThrow(/does not say in which world it was trained/);
    const others = { ...specs, observationSpec: { ...seen, size: seen.size + 1, parts: seen.parts.slice(1) } };
    const other = written('other', encodeDreamer({ network, parameters, notes: { ...notes, ...others } }));
    expect(() => readPlayable(other)).toThrow(/was trained with another observation spec/);
    const spoiled = parameters.slice();
    spoiled[0] = Number.NaN;
    const broken = written('broken', encodeDreamer({ network, parameters: spoiled, notes: { ...notes, ...specs } }));
    expect(() => readPlayable(broken)).toThrow(/the tensor "encoder\/0\/kernel" is missing, or .* not finite\.$/);
    expect(() => requireMode(readPlayable(file).agent, 'greedy')).toThrow(/--mode greedy: .* sampling; leave it out/);
  });
});

describe('an agent of train:dreamer as a policy', () => {
  const task = generateTask('hold', 3, { side: 'training' });
  task.trialSeconds = 3;

  /** Actions of the first environment, step by step, of the trials of one episode. */
  async function played(rows: number, clearAt?: 'always') {
    const seat = await seatAgent(readPlayable(file).agent, rows);
    const environment = new BatchedEnvironment(COMPACT, rows);
    const policy = seat.policy('sample');
    const actions: number[][] = [];
    await rollout({
      environment,
      policy,
      episodes: Array.from({ length: rows }, (_, i) => ({ task, trials: 2, seed: 5 + i, clearAt })),
      rng: new EnvStreams(
        Array.from({ length: rows }, (_, i) => 20 + i),
        rows,
        policy.draws!,
      ),
      recorder: { afterStep: (_t, _running, _rewards, all) => actions.push([...all.subarray(0, 3)]) },
    });
    await seat.release();
    return actions;
  }

  it('plays a row alike whoever plays beside it, with options that exist', async () => {
    const alone = await played(1);
    expect(await played(3)).toEqual(alone);
    alone.flat().forEach((option, i) => {
      expect(option).toBeLessThan(world.actionDims[i % 3]);
      expect(option).toBeGreaterThanOrEqual(0);
    });
    // In the rollout, what the agent sees of its last step is reset as well.
    expect(await played(1, 'always')).not.toEqual(alone);
  });

  it('remembers until a row is cleared, and then that row begins anew', async () => {
    const rows = 2;
    const seat = await seatAgent(readPlayable(file).agent, rows);
    const policy = seat.policy('sample');
    const random = new Random(8);
    const pictures = Array.from({ length: 20 }, () => {
      const observation = Float32Array.from({ length: seen.stepSize }, () => 4 * random.float() - 2);
      const whole = new Float32Array(seen.size);
      whole.set(observation);
      return Float32Array.from([...whole, ...whole]);
    });
    const play = async (seed: number) => {
      const numbers = new Random(seed);
      const byRow: number[][] = [[], []];
      for (const observations of pictures) {
        const actions = new Int32Array(rows * 3);
        await policy.act(observations, numbers, { actions, logits: new Float32Array(0), values: new Float32Array(0) });
        for (const row of [0, 1]) byRow[row].push(...actions.subarray(3 * row, 3 * row + 3));
      }
      return byRow;
    };
    policy.clearAll();
    const fresh = await play(1);
    policy.clear(0);
    const [cleared, kept] = await play(1);
    expect(cleared).toEqual(fresh[0]);
    expect(kept).not.toEqual(fresh[1]);
    await seat.release();
  });
});
