import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdaAgent, AGENT_SIZES, type AgentConfig, decodeAgent, encodeAgent } from '@open-ada/ada-agent';
import { actionSpec, COMPACT, observationSpec } from '@open-ada/xland-sim';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeConfig } from '../src/config/config.js';
import { Learner } from '../src/learner/learner.js';
import { learnerSetupOf } from '../src/run/setups.js';
import { allocateTrajectory, trajectoryShape } from '../src/transport/trajectory.js';
import { checkpointContent, checkpointFile } from './checkpoint-content.js';
import { digest } from './digest.js';
import { train } from './one-thread.js';

/** Steps of one part of a run, and of the teacher: it is gone in the middle of the second part. */
const N = 600;
const D = 900;
const directory = mkdtempSync(join(tmpdir(), 'students-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A teacher of another size and another memory, that knows nothing but is sure of it. */
function makeTeacher(seed: number, sizes: Partial<AgentConfig> = { modelWidth: 24, heads: 3, blocks: 1 }) {
  const config = { ...AGENT_SIZES.tiny, ...sizes, memory: 9 };
  const agent = new AdaAgent(config, observationSpec(COMPACT), actionSpec(COMPACT));
  const parameters = agent.initialise(seed);
  const head = agent.parameters.view(parameters, 'policy/out/weight');
  for (let i = 0; i < head.length; i++) head[i] *= 100;
  return { file: `teacher ${seed}`, bytes: encodeAgent(agent, parameters, { frames: 77 }) };
}

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const teacher = makeTeacher(5);
const SHA = 'of the teacher';

function student(run: string, steps: number, more = {}, sha = SHA) {
  const given = { preset: 'debug', run: join(directory, run), steps, distillSteps: D, distillAnneal: 0.5, ...more };
  return mergeConfig(given, { teacher: sha, from: 'somewhere' });
}

function plain(run: string, steps: number) {
  return mergeConfig({ preset: 'debug', run: join(directory, run), steps });
}

const contentOf = (run: string) => checkpointContent(join(directory, run));
const linesOf = (run: string) =>
  readFileSync(join(directory, run, 'metrics.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe("a student's run", () => {
  beforeAll(async () => {
    await train(student('whole', 3 * N), { teacher });
  });

  it('N + N + N steps are 3N steps, bit for bit: stopped while the teacher counts, while it fades, and after it', async () => {
    await train(student('parts', N), { teacher });
    // From here on the run has its own copy of the teacher, wherever it lies.
    cpSync(join(directory, 'parts'), join(directory, 'moved'), { recursive: true });
    await train(student('moved', 2 * N));
    await train(student('moved', 3 * N));
    expect(contentOf('moved')).toEqual(contentOf('whole'));
  });

  it('says how much the teacher counts and how far the student is from it, and nothing of it from D on', () => {
    const lines = linesOf('whole');
    const weights = lines.map(({ learner }) => learner.teacherWeight);
    expect(weights[0]).toBe(1);
    // The weight of an iteration is that at its first step, and a line tells the steps after it.
    const [lastTaught] = lines.filter(({ learner }) => learner.teacherWeight !== undefined).slice(-1);
    expect(lastTaught.learner.teacherWeight).toBeLessThan(1);
    lines.forEach(({ steps, learner }, i) => {
      const taught = i === 0 || lines[i - 1].steps < D;
      expect([steps, 'teacherWeight' in learner, 'teacherKl' in learner]).toEqual([steps, taught, taught]);
    });
    expect(lines.at(-1).steps).toBeGreaterThan(D);
  });

  it('with D = 0 is plain training, bit for bit', async () => {
    await train(plain('plain', N));
    await train(student('untaught', N, { distillSteps: 0 }), { teacher });
    expect(contentOf('untaught')).toEqual(contentOf('plain'));
    await train(student('taught', N), { teacher });
    expect(contentOf('taught').learner).not.toEqual(contentOf('plain').learner);
  });

  it('notes its teacher in its agent files', () => {
    const { extra } = decodeAgent(checkpointFile(join(directory, 'whole'), 'agent.safetensors'), 'student');
    expect(extra.teacher).toBe(SHA);
    expect(extra.teacherFrom).toMatchObject({ file: 'somewhere', sha256: digestOf(teacher.bytes), steps: 77 });
    expect(extra.settings).toMatchObject({ distillation: { steps: D } });
  });

  it('can start as its teacher, grown', async () => {
    const smaller = makeTeacher(7, { blocks: 1, feedForward: 8, entityWidth: 8 });
    const grown = { initial: 'teacher', memoryLength: 9, learningRate: 0 };
    await train(student('grown', N, grown), { teacher: smaller });
    const [{ learner }] = linesOf('grown');
    expect(learner.teacherKl).toBeLessThan(1e-5);
    expect(linesOf('whole')[0].learner.teacherKl).toBeGreaterThan(1e-3);
    const { extra } = decodeAgent(checkpointFile(join(directory, 'grown'), 'agent.safetensors'), 'student');
    expect(extra.initial).toMatchObject({ sha256: digestOf(smaller.bytes), steps: 77 });
    // It goes on without the teacher's file.
    await train(student('grown', 2 * N, grown));
    await expect(train(student('other', N, grown), { teacher })).rejects.toThrow(
      /--initial teacher has another config than this run's agent; .*--initial none/,
    );
    expect(() => mergeConfig({ preset: 'debug', initial: 'teacher' })).toThrow('no network teaches this run');
    expect(mergeConfig({ preset: 'debug', initial: 'none' }).initial).toBe('');
  });

  it('is refused another teacher, and needs one', async () => {
    const config = readFileSync(join(directory, 'whole', 'config.json'), 'utf8');
    await expect(train(student('whole', 4 * N, {}, 'of another'), { teacher: makeTeacher(6) })).rejects.toThrow(
      /--teacher of the teacher, not of another/,
    );
    expect(readFileSync(join(directory, 'whole', 'config.json'), 'utf8')).toBe(config);
    await expect(train(student('alone', N))).rejects.toThrow(/--teacher/);
  });

  it('that died before it began takes the teacher that is given now', async () => {
    const copy = join(directory, 'died', 'teacher.safetensors');
    mkdirSync(join(directory, 'died'));
    writeFileSync(copy, teacher.bytes.subarray(0, 1000));
    await train(student('died', N), { teacher });
    expect(contentOf('died')).toEqual(contentOf('taught'));
    expect(Buffer.compare(readFileSync(copy), teacher.bytes)).toBe(0);
  });
});

describe('the learner of a student', () => {
  const shape = trajectoryShape(8, 40, observationSpec(COMPACT), actionSpec(COMPACT));
  const trajectory = allocateTrajectory(shape);
  trajectory.mask.fill(1);
  trajectory.rewards.fill(0.25);
  const request = (steps: number) => ({
    iteration: 0,
    steps,
    seed: steps,
    trajectories: [trajectory],
    trained: [...Array(8).keys()],
  });
  const setupOf = (more: object, start: object) =>
    learnerSetupOf(student('learner', N, more), { runDirectory: directory, ...start });
  const { agent: size } = setupOf({}, {});
  const parameters = new AdaAgent(size, observationSpec(COMPACT), actionSpec(COMPACT)).initialise(2);

  it.each(['muesli', 'ppo'])(
    'past D gives the bits, and the metrics, of one that never had a teacher (%s)',
    async (learner) => {
      const taught = await Learner.create(setupOf({ learner }, { parameters, teacher }));
      expect(Object.keys((await taught.learn(request(D - 1))).metrics)).toContain('teacherKl');
      const alone = await Learner.create(setupOf({ learner }, { state: taught.state() }));
      for (const steps of [D, D + 100]) {
        const [a, b] = [await taught.learn(request(steps)), await alone.learn(request(steps))];
        expect(Buffer.compare(Buffer.from(a.weights.buffer), Buffer.from(b.weights.buffer))).toBe(0);
        expect(a.metrics).toEqual(b.metrics);
      }
      await taught.release();
      await alone.release();
    },
  );

  it('follows weight, anneal, L2 and whoever teaches', async () => {
    const weightsAfter = async (more: object, by = teacher) => {
      const learner = await Learner.create(setupOf(more, { parameters, teacher: by }));
      // The first update is still at learning rate 0.
      await learner.learn(request(D * 0.75));
      const { weights } = await learner.learn(request(D * 0.75));
      await learner.release();
      return digest(weights);
    };
    const all = [
      await weightsAfter({}),
      await weightsAfter({ distillWeight: 2 }),
      await weightsAfter({ distillAnneal: 1 }),
      await weightsAfter({ distillL2: 1e-3 }),
      await weightsAfter({}, makeTeacher(6)),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(await weightsAfter({})).toBe(all[0]);
  });
});
