import { AdaAgent, AGENT_SIZES } from '@open-ada/ada-agent';
import { generateTask } from '@open-ada/curriculum';
import { actionSpec, COMPACT, observationSpec } from '@open-ada/xland-sim';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultsOf } from '../src/config/learner-settings.js';
import { WorkerTransport } from '../src/transport/worker-transport.js';
import { digest } from './digest.js';

describe('worker transport', () => {
  const agent = new AdaAgent(AGENT_SIZES.tiny, observationSpec(COMPACT), actionSpec(COMPACT));
  const weights = agent.initialise(1);
  const common = { agent: agent.config, simulation: COMPACT, steps: 40, threads: 1, backend: 'onnx-cpu' as const };
  const said: string[] = [];
  let transport: WorkerTransport;
  beforeAll(() => {
    transport = new WorkerTransport(
      { ...common, envCount: 4, discount: 0.98 },
      {
        ...common,
        learner: { kind: 'muesli', constants: defaultsOf('muesli') },
        episodes: 4,
        freshEpisodes: 4,
        replayEpisodes: 1,
        parameters: weights,
        runDirectory: '.',
      },
      1,
      (message) => said.push(message),
    );
  });
  afterAll(() => transport.close());

  const request = () => ({
    episodes: [1, 2, 3, 4].map((seed) => ({
      task: generateTask('hold', seed, { side: 'training', trialSeconds: 4 }),
      trials: 2,
      seed,
      clearAt: [],
    })),
    seed: 3,
    weights,
    mode: 'sample' as const,
    record: true,
  });

  it('replaces a dead actor, which plays its iteration again to the same bits', async () => {
    const first = await transport.act(0, request());
    const playing = transport.act(0, request());
    await transport.crashActor(0);
    const again = await playing;
    expect(transport.replaced).toBe(1);
    expect(said).toEqual([expect.stringMatching(/actor worker 0 died.*again/)]);
    expect(digest(...Object.values(again.trajectory!))).toBe(digest(...Object.values(first.trajectory!)));
  });

  it('reports what a worker throws, and the worker lives on', async () => {
    const wrong = { ...request(), weights: new Float32Array(3) };
    await expect(transport.act(0, wrong)).rejects.toThrow(/3 parameters given/);
    expect((await transport.act(0, request())).steps).toBe(160);
    expect(transport.replaced).toBe(1);
  });

  it('moves trajectories to the learner and back', async () => {
    const { trajectory } = await transport.act(0, request());
    const learn = { iteration: 0, trajectories: [trajectory!], trained: [0, 1, 2, 3], seed: 1, steps: 0 };
    const reply = await transport.learn(learn);
    expect(trajectory!.mask.length).toBe(0);
    expect(reply.trajectories[0].mask.length).toBe(160);
    expect(reply.updates).toBe(1);
    expect(Object.values(reply.metrics).every(Number.isFinite)).toBe(true);
    expect(digest(reply.weights)).not.toBe(digest(weights));
    expect(Object.keys(await transport.learnerState())).toContain('parameters');
  });
});
