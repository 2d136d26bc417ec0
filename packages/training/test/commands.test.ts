import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LEARNER_OPTIONS, newestCheckpoint, optionName, RUN_OPTIONS, STUDENT_OPTIONS } from '@open-ada/training';
import { actionSpec, COMPACT, parseReplay, resimulate } from '@open-ada/xland-sim';
import ort from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runWarm } from '../../../test/kit/warm-command.js';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
let directory: string;
let agentFile: string;
let learnerFile: string;

/** Runs a compiled command in an empty directory that has the held-out tasks. */
function run(command: string, ...options: string[]) {
  const script = join(REPOSITORY, 'scripts', 'dist', `${command}.js`);
  return spawnSync(process.execPath, [script, ...options], { cwd: directory, encoding: 'utf8', timeout: 60_000 });
}

/** As {@link run}, without a process of its own. */
const runHere = (command: string, ...options: string[]) => runWarm(`scripts/dist/${command}.js`, options, directory);

const everything = () => readdirSync(directory, { recursive: true }).map(String).sort();

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'commands-'));
  cpSync(join(REPOSITORY, 'tasks', 'heldout'), join(directory, 'tasks', 'heldout'), { recursive: true });
  const { status, stderr } = run('train-teacher', '--preset', 'debug', '--steps', '300', '--run', 'runs/a');
  expect(stderr).toMatch(/finished at/);
  expect(status).toBe(0);
  const { path } = newestCheckpoint(join(directory, 'runs/a/checkpoints')).found!;
  agentFile = join(path, 'agent.safetensors');
  learnerFile = join(path, 'learner.safetensors');
  // An agent file cut short, and a held-out file with one digit changed.
  writeFileSync(join(directory, 'broken.safetensors'), readFileSync(agentFile).subarray(0, 5000));
  writeFileSync(join(directory, 'text.safetensors'), 'not an agent at all');
  const edited = join(directory, 'edited', 'tasks');
  cpSync(join(directory, 'tasks'), edited, { recursive: true });
  const file = join(edited, 'heldout', 'make-by-hold.jsonl');
  writeFileSync(file, readFileSync(file, 'utf8').replace('5', '6'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('bad input: one sentence, exit 2, nothing written', () => {
  it.each([
    ['train-teacher', ['--nonsense'], /unknown option '--nonsense'/],
    ['train-teacher', ['--lerning-rate', '1'], /unknown option '--lerning-rate'; did you mean --learning-rate\?/],
    ['train-teacher', ['--teacher', 'none', '--discount', '0.99'], /set --value-limit 100/],
    ['train-teacher', ['extra'], /too many arguments/],
    ['train-dreamer', ['extra'], /too many arguments/],
    ['train-dreamer', ['--config', 'none.json'], /Cannot read .*none\.json/],
    ['train-dreamer', ['--environment', 'chess'], /--environment "chess": expected one of catch, /],
    ['train-dreamer', ['--train-ration', '1'], /unknown option '--train-ration'; did you mean --train-ratio\?/],
    ['train-teacher', ['--seed'], /argument missing/],
    ['train-teacher', ['--preset', 'nope'], /--preset "nope"/],
    ['train-teacher', ['--family', 'nope'], /--family "nope"/],
    ['train-teacher', ['--steps', 'many'], /--steps "many"/],
    ['train-teacher', ['--teacher', 'none', '--environments', '10'], /--episodes-per-update/],
    ['train-teacher', ['--curriculum-settings', '{"x": 1}'], /\/x is not a setting/],
    ['train-teacher', ['--curriculum', 'nope'], /--curriculum "nope".*plr/],
    ['train-teacher', ['--curriculum-settings', '{"staleness": 1}'], /\/staleness is not a setting/],
    [
      'train-teacher',
      ['--teacher', 'none', '--curriculum', 'plr', '--curriculum-settings', '{"staleness": 2}'],
      /from 0 to 1, not 2/,
    ],
    [
      'train-teacher',
      ['--teacher', 'none', '--curriculum', 'plr', '--environments', '8'],
      /plr needs .* environments.* 16, not 8/,
    ],
    ['train-teacher', ['--curriculum-settings', '{"ramps": []}'], /ramps must be a list .* not \[\]\./],
    [
      'train-teacher',
      ['--curriculum-settings', '{"families": ["nope"]}'],
      /\/families\/0 must be one of .* not "nope"/,
    ],
    ['train-teacher', ['--curriculum-settings', '{"trialWeights": {}}'], /trialWeights must give at least one/],
    [
      'train-teacher',
      ['--curriculum-settings', '{"worlds": {"small": 3}}'],
      /\/worlds\/small must be an object .* not 3/,
    ],
    ['train-teacher', ['--simulation', '{"speed": "fast"}'], /\/speed must be a number/],
    ['train-teacher', ['--samples', '1.5'], /--samples "1.5"/],
    ['train-teacher', ['--run', 'text.safetensors/run'], /--run text.*text\.safetensors is not a directory/],
    ['train-teacher', ['--backend', 'tfjs-node-gpu'], /tfjs-node-gpu, which is not installed: pnpm add/],
    ['train-teacher', ['--preset', 'debug', '--run', 'runs/a', '--seed', '9'], /--seed 1, not 9/],
    ['train-teacher', ['--teacher', 'x'], /no teacher file x/],
    ['train-teacher', ['--teacher', 'explorer,oracle'], /--teacher explorer,oracle: expected one of/],
    ['train-student', ['--teacher', 'none,x'], /--teacher none,x: expected one of/],
    ['train-student', [], /train:teacher first/],
    ['train-teacher', ['--initial', 'missing.safetensors'], /missing\.safetensors/],
    ['train-teacher', ['--initial', 'tasks'], /--initial tasks: this directory is no run/],
    ['train-teacher', ['--config', 'missing.json'], /Cannot read missing\.json/],
    ['train-teacher', ['--config', 'text.safetensors'], /text\.safetensors: this is not JSON/],
    ['eval-heldout', ['--checkpoint', 'tasks'], /--checkpoint tasks: this directory is no run/],
    ['task', ['check', 'runs/a/checkpoints'], /there is no task file/],
    ['curves', ['tasks'], /tasks is no run that has logged anything/],
    // The agent is a tiny one, the default size is not.
    ['train-teacher', ['--initial', 'AGENT'], /has another config/],
    ['train-student', ['--teacher', 'missing.safetensors'], /no teacher file missing/],
    ['train-student', ['--teacher', 'broken.safetensors'], /broken\.safetensors/],
    ['train-student', ['--teacher', 'text.safetensors'], /text\.safetensors/],
    ['train-student', ['--teacher', 'LEARNER'], /learner\.safetensors: not an agent file/],
    ['train-student', ['--teacher', 'tasks'], /--teacher tasks: this directory is no run/],
    ['train-student', ['--teacher', 'AGENT', '--distill-steps', '-1'], /--distill-steps "-1"/],
    ['train-student', ['--teacher', 'AGENT', '--simulation', '{"pose": false}'], /another observationSpec/],
    ['model', ['nope'], /no network "nope"; the named ones are tiny/],
    ['model', ['--learner', 'nope'], /--learner "nope"/],
    ['eval-heldout', [], /train:teacher first/],
    ['eval-heldout', ['--checkpoint', 'missing.safetensors'], /missing\.safetensors/],
    ['eval-heldout', ['--checkpoint', 'broken.safetensors'], /broken\.safetensors/],
    ['eval-heldout', ['--checkpoint', 'text.safetensors'], /text\.safetensors/],
    ['eval-heldout', ['--checkpoint', 'AGENT', '--trials', '0,1'], /--trials <list>' argument '0,1'/],
    ['eval-heldout', ['--checkpoint', 'AGENT', '--trials', ''], /--trials <list>' argument ''/],
    ['eval-heldout', ['--checkpoint', 'AGENT', '--count', '0'], /--count <n>' argument '0'/],
    ['eval-heldout', ['--checkpoint', 'AGENT', '--count', '1001'], /has 1000 tasks/],
    ['eval-heldout', ['--checkpoint', 'AGENT', '--family', 'nope'], /nope/],
    ['eval-heldout', ['--checkpoint', 'AGENT', '--family', 'bring'], /Allowed choices are hold/],
    [
      'eval-heldout',
      ['--checkpoint', 'AGENT', '--tasks', 'edited/tasks/heldout', '--family', 'make-by-hold'],
      /SHA-256/,
    ],
    ['eval-heldout', ['--checkpoint', 'AGENT', '--tasks', 'nowhere'], /nowhere/],
  ])('%s %j', (command, options, sentence) => {
    const before = everything();
    const { status, stdout, stderr } = runHere(
      command,
      ...options.map((option) => option.replace('AGENT', agentFile).replace('LEARNER', learnerFile)),
    );
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(status).toBe(2);
    expect(everything()).toEqual(before);
  });
});

describe('commands', () => {
  it('take a run directory as an agent, and its config.json as settings', () => {
    const options = ['--config', 'runs/a/config.json', '--run', 'runs/c', '--initial', 'runs/a', '--steps', '300'];
    const trained = run('train-teacher', ...options);
    expect(trained.stderr).toMatch(/preset debug.*seed 1.*see it play: +pnpm watch runs\/c/s);
    expect(trained.status).toBe(0);
    const [first, second] = ['a', 'c'].map(
      (name) => JSON.parse(readFileSync(join(directory, `runs/${name}/config.json`), 'utf8')).config,
    );
    expect(second).toEqual({ ...first, run: 'runs/c', initial: 'runs/a' });

    const scored = run(
      'eval-heldout',
      ...['--checkpoint', 'runs/c', '--family', 'hold'],
      ...['--count', '2', '--trials', '1'],
    );
    expect(scored.stderr).toContain('checkpoint runs/c/checkpoints/');
    expect(scored.status).toBe(0);
    rmSync(join(directory, 'runs/c'), { recursive: true });
  });

  it.each([
    ['train-teacher', ['--nonsense']],
    ['train-student', []],
    ['eval-heldout', []],
    ['model', ['nope']],
  ])('%s %j ends its process with exit code 2', (command, options) => {
    const { status, stdout, stderr } = run(command, ...options);
    expect({ status, stdout, lines: stderr.trim().split('\n').length }).toEqual({ status: 2, stdout: '', lines: 1 });
  });

  it('eval:heldout --json prints one JSON object with the promised names', () => {
    const options = ['--checkpoint', agentFile, '--family', 'hold', '--count', '12', '--trials', '1,2', '--json'];
    const { status, stdout } = run('eval-heldout', ...options);
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const result = JSON.parse(stdout);
    const summary = {
      median: expect.any(Number),
      p20: expect.any(Number),
      mean: expect.any(Number),
      above08: expect.any(Number),
    };
    expect(result).toMatchObject({
      checkpoint: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      tasks: { file: expect.any(String), sha256: expect.any(String), count: 12 },
      k: { 1: { ...summary, ci95: { median: [expect.any(Number), expect.any(Number)] } }, 2: summary },
      gainOverTrials: { k: [1, 2], mean: expect.any(Number), ci95: expect.any(Array) },
      gainFromMemory: { k: 2, mean: expect.any(Number), ci95: expect.any(Array) },
      adaptationGain: { k: 2, mean: expect.any(Number), ci95: expect.any(Array) },
      cleared: { k: { 2: summary } },
      reference: { random: expect.any(Number), noop: expect.any(Number), oracle: expect.any(Number) },
    });
    expect(result.perTask).toHaveLength(12 - result.tasks.leftOut);
    expect(existsSync(join(directory, 'results'))).toBe(true);
  });

  it('a run directory has what its page promises', async () => {
    const run = join(directory, 'runs/a');
    const files = readdirSync(run).map((name) => name.replace(/^events\.out\.tfevents\..*/, 'events'));
    expect(files.sort()).toEqual([
      'checkpoints',
      'config.json',
      'events',
      'log.jsonl',
      'metrics.jsonl',
      'policy.onnx',
      'replays',
    ]);
    const [replay] = readdirSync(join(run, 'replays'));
    const played = resimulate(parseReplay(readFileSync(join(run, 'replays', replay), 'utf8')));
    expect(played).toMatchObject({ reproduced: true });
    const session = await ort.InferenceSession.create(join(run, 'policy.onnx'));
    const inputs = Object.fromEntries(
      session.inputMetadata.map((each) => {
        const shape = 'shape' in each ? (each.shape as readonly number[]) : [];
        return [each.name, new ort.Tensor('float32', new Float32Array(shape.reduce((a, b) => a * b, 1)), shape)];
      }),
    );
    const { logits, value } = await session.run(inputs);
    const options = actionSpec(COMPACT).groups.reduce((sum, group) => sum + group.options.length, 0);
    expect(logits.dims).toEqual([1, options]);
    expect([...(logits.data as Float32Array), ...(value.data as Float32Array)].every(Number.isFinite)).toBe(true);
    await session.release();
  });

  it('model --json prints one JSON object; an unknown network is one sentence', () => {
    const { status, stdout } = runHere('model', 'tiny', '--learner', 'ppo', '--json');
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const number = expect.any(Number);
    expect(JSON.parse(stdout)).toMatchObject({
      settings: { learner: 'ppo', environments: 32 },
      networks: { tiny: { parameters: number, flops: { learnPerStep: number }, bytes: { optimiserState: number } } },
    });
  });

  it('the same command again says that the run is finished', () => {
    const { status, stderr } = run('train-teacher', '--preset', 'debug', '--steps', '300', '--run', 'runs/a');
    expect(status).toBe(0);
    expect(stderr).toMatch(/has spent its budget.*--run/);
  });

  it('--help describes every setting within 80 columns, and hides former names', () => {
    const { status, stdout: folded } = run('train-student', '--help');
    expect(status).toBe(0);
    for (const line of folded.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    const stdout = folded.replaceAll(/\s+/g, ' ');
    for (const { options } of [...RUN_OPTIONS, STUDENT_OPTIONS, LEARNER_OPTIONS]) {
      for (const { key, node } of options) {
        // `--teacher` names the script.
        if (key === 'labels') continue;
        expect(stdout).toContain(`--${optionName(key)} <value>`);
        expect(stdout).toContain(node.description);
      }
    }
    expect(stdout).toContain('--teacher <who>');
    expect(stdout).toMatch(/--size <value> [^(]*\([^)]*default laptop-student\)/);
    expect(stdout).not.toContain('--target-acts');
  });

  it('a student takes the newest of runs/teacher, and names it', () => {
    cpSync(join(directory, 'runs/a'), join(directory, 'runs/teacher'), { recursive: true });
    const { parameters } = JSON.parse(runHere('model', 'tiny', '--json').stdout).networks.tiny;
    const { status, stderr } = run('train-student', '--steps', '600', '--distill-steps', '200');
    // Its settings are those of its teacher.
    expect(stderr).toContain('runs/student: preset debug, ');
    const teacher = `${parameters.toLocaleString('en')} parameters, trained for \\d+ steps`;
    const named = new RegExp(
      `^teacher runs/teacher/checkpoints/\\d+/agent\\.safetensors \\(${teacher}\\), for the first 200 steps; ` +
        'the student has 1\\.0 times its parameters$',
      'm',
    );
    expect(stderr).toMatch(named);
    expect(stderr).toMatch(/teacher: weight 1\.00, KL \d/);
    expect(stderr).toContain('the teacher is gone');
    expect(status).toBe(0);
  });

  it('evaluates the released student where nothing has been trained', () => {
    mkdirSync(join(directory, 'checkpoints'));
    cpSync(agentFile, join(directory, 'checkpoints/student.safetensors'));
    rmSync(join(directory, 'runs'), { recursive: true });
    const options = ['--family', 'hold', '--count', '4', '--trials', '1', '--no-control'];
    const { status, stderr } = run('eval-heldout', ...options);
    expect(stderr).toContain('checkpoint checkpoints/student.safetensors\n');
    expect(status).toBe(0);
  });
});
