import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeSafetensors } from '@open-ada/onnx-jit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeConfig } from '../src/config/config.js';
import { Learner } from '../src/learner/learner.js';
import { agentOf, learnerSetupOf } from '../src/run/setups.js';
import { train } from '../src/run/train.js';
import { newestCheckpoint } from '../src/storage/checkpoint-store.js';
import { allocateTrajectory, trajectoryShape } from '../src/transport/trajectory.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'failures-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('values that are not finite', () => {
  const config = mergeConfig({ preset: 'debug' });
  const agent = agentOf(config);
  const learnerAt = (run: string) =>
    Learner.create(learnerSetupOf(config, { parameters: agent.initialise(1), runDirectory: join(directory, run) }));
  const learnRequest = () => {
    const shape = trajectoryShape(
      config.environments,
      config.stepsPerIteration,
      agent.observationSpec,
      agent.actionSpec,
    );
    const trajectory = allocateTrajectory(shape);
    trajectory.mask.fill(1);
    return { iteration: 3, trajectories: [trajectory], trained: [0, 1, 2, 3, 4, 5, 6, 7], seed: 1, steps: 0 };
  };

  it('in what was played stop the learner, which names the tensor and leaves what it was given', async () => {
    const learner = await learnerAt('played');
    const request = learnRequest();
    request.trajectories[0].rewards[5 * config.stepsPerIteration] = Number.NaN;
    await expect(learner.learn(request)).rejects.toMatchObject({
      name: 'NonFinite',
      message: expect.stringMatching(/^batch\/rewards, loss.*iteration 3, update 1;.*non-finite-3/),
    });
    const dump = join(directory, 'played', 'non-finite-3');
    const { tensors, metadata } = decodeSafetensors(
      Uint8Array.from(readFileSync(join(dump, 'batch.safetensors'))),
      'dump',
    );
    // The sixth episode of the iteration is the second of the second update.
    expect(tensors.rewards.data[config.stepsPerIteration]).toBeNaN();
    expect(metadata.nonFinite).toMatch(/^batch\/rewards/);
    expect(readdirSync(dump).sort()).toEqual(
      ['batch', 'state-after', 'state-before-iteration'].map((name) => `${name}.safetensors`),
    );
    await learner.release();
  });

  it('are met before their turn where they are replayed', async () => {
    const replaying = mergeConfig({ preset: 'debug', replayFraction: 0.5, replayEpisodes: 8 });
    const start = { parameters: agent.initialise(1), runDirectory: join(directory, 'replayed') };
    const learner = await Learner.create(learnerSetupOf(replaying, start));
    const request = learnRequest();
    // The last of the iteration's eight episodes is new in the fourth update, two by two.
    request.trajectories[0].rewards[7 * config.stepsPerIteration] = Number.NaN;
    await expect(learner.learn({ ...request, seed: 2 })).rejects.toThrow(/^batch\/rewards.*update [012];/);
    await learner.release();
  });

  it('in the state alone are seen at the end of an iteration, before anything is saved', async () => {
    const state = { ...(await stateOf()) };
    const weight = agent.parameters.view(state.secondMoment as Float32Array, 'lookUp/believed');
    weight[0] = Number.POSITIVE_INFINITY;
    const setup = learnerSetupOf(config, { state, runDirectory: join(directory, 'state') });
    const learner = await Learner.create(setup);
    await expect(learner.learn(learnRequest())).rejects.toThrow(/^state\/secondMoment at lookUp\/believed: not finite/);
    await learner.release();
  });

  async function stateOf() {
    const learner = await learnerAt('none');
    const state = learner.state();
    await learner.release();
    return state;
  }

  it('end a run; what it has saved is whole and finite', async () => {
    const run = join(directory, 'diverges');
    const given = { preset: 'debug', run, checkpointMinutes: 0, steps: 5000, learningRate: 1e30, maxGradNorm: 1e30 };
    await expect(train(mergeConfig(given))).rejects.toThrow(/not finite in iteration \d+, update \d+;.*started again/);
    const { found, ignored } = newestCheckpoint(join(run, 'checkpoints'));
    expect(ignored).toEqual([]);
    for (const file of found ? ['learner.safetensors', 'behaviour.safetensors'] : []) {
      const { tensors } = decodeSafetensors(found!.read(file), file);
      for (const { data } of Object.values(tensors)) expect(data.every(Number.isFinite)).toBe(true);
    }
  });
});

describe.skipIf(process.platform === 'win32')('a file system that takes no more', () => {
  const script = fileURLToPath(new URL('../../../scripts/dist/train-teacher.js', import.meta.url));
  const options = (steps: number) => ['--preset', 'debug', '--run', 'run', '--steps', String(steps)];
  /** @param blocks largest file, in blocks of 512 or 1024 bytes */
  const limited = (blocks: string, steps: number) =>
    spawnSync(
      'sh',
      ['-c', `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`, process.execPath, script, ...options(steps)],
      {
        cwd: directory,
        encoding: 'utf8',
        timeout: 110_000,
      },
    );

  it('ends a run with exit 1 and one sentence; the last checkpoint is whole and the run goes on from it', () => {
    expect(limited('unlimited', 300).status).toBe(0);
    const checkpoints = join(directory, 'run', 'checkpoints');
    const before = newestCheckpoint(checkpoints).found!.path;
    const { status, stderr } = limited('64', 1000);
    expect(status).toBe(1);
    const last = stderr.trim().split('\n').at(-1);
    expect(last).toMatch(/^cannot write in run: .*larger than is allowed; run\/checkpoints\/\d+ is whole/);
    const { found, ignored } = newestCheckpoint(checkpoints);
    expect(found!.path).toBe(before);
    expect(ignored).toHaveLength(1);
    const again = limited('unlimited', 1000);
    expect(again.stderr).toMatch(/continuing at/);
    expect(again.status).toBe(0);
    expect(newestCheckpoint(checkpoints).ignored).toEqual([]);
  });
});
