import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseTask } from '@open-ada/production-rules';
import { formatReplay, solve } from '@open-ada/xland-sim';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRepository, PROBE, Project, type Watch, watch } from '../../../test/kit/viewer-project.js';
import type { HumanResult, Library } from '../src/protocol.js';

const project = new Project();
let server: Watch;

beforeAll(async () => {
  writeFileSync(project.path('secret.json'), '{"secret": 1}');
  mkdirSync(project.path('tasks/links'));
  symlinkSync(project.path('secret.json'), project.path('tasks/links/out.json'));
  server = await watch(project);
});

afterAll(async () => {
  await server?.stop();
  project.remove();
});

interface Reply {
  status: number;
  body: string;
  headers: Record<string, unknown>;
}

/** Sends a request as it is: nothing tidies the path up. */
function send(path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}) {
  const { port } = new URL(server.address);
  const { method = 'GET', headers = {}, body } = options;
  return new Promise<Reply>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode!, body: text, headers: response.headers }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const submit = (body: string, headers: Record<string, string> = {}): Promise<Reply> =>
  send('/api/humans', {
    method: 'POST',
    body,
    headers: { Origin: server.address, 'Content-Type': 'application/json', ...headers },
  });

/** An episode as a person's would be. */
function episode(trials: number): string {
  const task = parseTask(readFileSync(inRepository('tasks/examples/hold-the-sphere.jsonc'), 'utf8'));
  return formatReplay(solve(task, { trials, seed: 3, record: true }).replay!);
}

describe('what can be read', () => {
  it('is the page, whatever it needs, and the list of what there is', async () => {
    const page = await send('/');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    for (const [, path] of page.body.matchAll(/(?:src|href)="\.(\/[^"]+)"/g))
      expect((await send(path)).status).toBe(200);
    const library = JSON.parse((await send('/api/library')).body) as Library;
    expect(library.tasks.map(({ path }) => path)).toContain('tasks/examples/two-steps.jsonc');
    expect(library.taskLists).toEqual([
      { path: 'tasks/heldout/make-by-hold.jsonl', name: 'make-by-hold', count: 1000 },
    ]);
    expect(library.replays.map(({ from, name }) => `${from} ${name}`).sort()).toEqual([
      'runs/a flat',
      'runs/a layered',
    ]);
    expect(library.agents).toEqual([{ path: 'checkpoints/teacher.safetensors', name: 'teacher', from: 'released' }]);
  });

  it('is a task, a line of a list, and a replay', async () => {
    expect((await send('/files/tasks/examples/two-steps.jsonc')).body).toContain('two steps to a sphere');
    const line = await send('/files/tasks/heldout/make-by-hold.jsonl?line=7');
    expect(JSON.parse(line.body)).toMatchObject({ name: 'make-by-hold held-out 7' });
    expect((await send('/files/runs/a/replays/flat.replay')).body).toContain('"replay": 1');
  });

  const outside = [
    '/files/tasks/../secret.json',
    '/files/tasks/%2e%2e/secret.json',
    '/files/tasks/..%2fsecret.json',
    '/files/tasks/examples/..%2f..%2fsecret.json',
    '/files/tasks/%5c..%5csecret.json',
    '/files/../secret.json',
    '/files/secret.json',
    '/files//etc/passwd',
    '/files/tasks/links/out.json',
    '/files/tasks/%00',
    '/files/tasks/%zz.json',
    '/files/given/secret.json',
    '/files/checkpoints/teacher.safetensors',
    '/files/tasks/heldout/make-by-hold.jsonl?line=1000',
    '/assets/../index.html',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/runtime/../package.json',
    '/runtime/ort.all.min.js',
    '/agents/../secret.json',
    '/agents/runs/a/policy.onnx',
    '/secret.json',
    '/constructor/x',
    '/files/constructor/x.json',
  ];
  for (const path of outside) {
    it(`is not ${path}`, async () => {
      const { status, body } = await send(path);
      expect(status).toBe(404);
      expect(body).not.toContain('"secret"');
    });
  }

  it('comes with headers that keep the page on this machine', async () => {
    const { headers } = await send('/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/default-src 'none'/);
    for (const [, sources] of policy.matchAll(/-src ([^;]*)/g)) expect(sources).not.toMatch(/\*|https?:/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
});

it('shows a run that is linked into the project, and nothing that its files link to', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
  try {
    mkdirSync(join(elsewhere, 'replays'));
    writeFileSync(join(elsewhere, 'config.json'), '{}');
    writeFileSync(join(elsewhere, 'policy.onnx'), '');
    cpSync(project.path('runs/a/replays/flat.replay'), join(elsewhere, 'replays/flat.replay'));
    symlinkSync(project.path('secret.json'), join(elsewhere, 'replays/secret.replay'));
    // A circle of links ends.
    symlinkSync(elsewhere, join(elsewhere, 'again'));
    symlinkSync(elsewhere, project.path('runs/linked'));
    const { runs, replays, agents } = JSON.parse((await send('/api/library')).body) as Library;
    const linked = <T extends { path: string }>(list: T[]) =>
      list.flatMap(({ path }) => (/linked/.test(path) ? [path] : []));
    expect(linked(runs)).toEqual(['runs/linked']);
    expect(linked(replays)).toEqual(['runs/linked/replays/flat.replay']);
    expect(linked(agents)).toEqual(['runs/linked/policy.onnx']);
    expect((await send('/files/runs/linked/replays/flat.replay')).body).toContain('"replay": 1');
    for (const path of [
      'runs/linked/replays/secret.replay',
      'runs/linked/../secret.json',
      'runs/linked/..%2fsecret.json',
    ]) {
      expect((await send(`/files/${path}`)).status).toBe(404);
    }
  } finally {
    rmSync(project.path('runs/linked'), { force: true });
    rmSync(elsewhere, { recursive: true });
  }
});

/** A line of a log with scores of one family. */
const scored = (steps: number, score: number[]) =>
  JSON.stringify({ steps, minutes: steps / 1e5, returnByTrial: [1], families: { hold: { scoreByTrial: score } } });

it('draws the learning curves of a run as SVG, anew when its log has grown', async () => {
  project.write('runs/curved/config.json', '{}');
  project.write('runs/curved/metrics.jsonl', `${scored(1e5, [0.1, 0.2])}\n${scored(2e5, [0.2, 0.4])}\n`);
  const { status, headers, body } = await send('/curves/runs/curved');
  expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'image/svg+xml' });
  expect(body).toMatch(/^<svg[\s\S]*hold[\s\S]*last trial/);
  const more = `${scored(1e5, [0.1, 0.2])}\n${scored(2e5, [0.2, 0.4])}\n${scored(3e5, [0.9, 0.9])}\n`;
  project.write('runs/curved/metrics.jsonl', more);
  expect((await send('/curves/runs/curved')).body).not.toBe(body);

  project.write('runs/curved/metrics.jsonl', '{"steps":1,"minutes":1,"returnByTrial":[1]}\n');
  expect(await send('/curves/runs/curved')).toMatchObject({ status: 422, body: expect.stringMatching(/no scores by/) });
  for (const path of ['runs/nothing', 'runs/curved/..', 'tasks/examples', 'runs/curved/metrics.jsonl', '']) {
    expect((await send(`/curves/${path}`)).status, path).toBe(404);
  }
  rmSync(project.path('runs/curved'), { recursive: true });
});

it('lists runs with how far they are', async () => {
  project.write('runs/c/config.json', '{}');
  const line = '{"steps":120000,"minutes":2.5,"returnByTrial":[1,2.5]}';
  project.write('runs/c/metrics.jsonl', `{"steps":1}\n${line}\n{"steps":130000,"min`);
  project.write('runs/c/policy.onnx', '');
  const { runs } = JSON.parse((await send('/api/library')).body) as Library;
  expect(runs).toEqual([
    {
      path: 'runs/c',
      modified: expect.any(Number),
      progress: { steps: 120000, minutes: 2.5, returnByTrial: [1, 2.5] },
      agent: 'runs/c/policy.onnx',
    },
  ]);
});

describe('who is let in', () => {
  const strangers = ['evil.example', 'localhost.evil.example:5110', '127.0.0.1.evil.example', 'evil.example#127.0.0.1'];
  it.each([...strangers, '[::2]:80', '192.168.0.1:5110', 'localhost:x'])('not %j', async (host) => {
    expect((await send('/', { headers: { Host: host } })).status).toBe(403);
  });

  it('this machine by its names, with any port: a tunnel has a port of its own', async () => {
    const { port } = new URL(server.address);
    for (const host of [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      'localhost:8080',
      '[::1]:8080',
      'LOCALHOST',
      '127.0.0.1',
    ]) {
      expect((await send('/', { headers: { Host: host } })).status).toBe(200);
    }
  });

  const ipv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));
  it.skipIf(!ipv6)('at the loopback address of IPv6, too', async () => {
    const { port } = new URL(server.address);
    const { status } = await fetch(`http://[::1]:${port}/`);
    expect(status).toBe(200);
  });

  it('readers only, but for results', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'POST']) {
      expect((await send('/files/tasks/examples/two-steps.jsonc', { method })).status).toBe(405);
    }
    expect(existsSync(project.path('tasks/examples/two-steps.jsonc'))).toBe(true);
  });
});

describe('what a person reached', () => {
  const results = (): string[] =>
    existsSync(project.path('runs/humans')) ? readdirSync(project.path('runs/humans')) : [];

  it('is refused from another site, in another form, or too large', async () => {
    const body = JSON.stringify({ task: 'tasks/examples/hold-the-sphere.jsonc', replay: episode(2) });
    expect((await submit(body, { Origin: 'http://evil.example' })).status).toBe(403);
    expect((await submit(body, { Origin: 'null' })).status).toBe(403);
    expect((await submit(body, { 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await submit(' '.repeat(2 ** 20 + 1))).status).toBe(413);
    expect(results()).toEqual([]);
  });

  it('is refused where it is no whole episode that can be played again', async () => {
    const task = 'tasks/examples/hold-the-sphere.jsonc';
    const whole = JSON.parse(episode(2)) as { blocks: [string, string][] };
    const bodies: [unknown, RegExp][] = [
      ['no JSON', /A result is/],
      [null, /A result is/],
      [{ task }, /A result is/],
      [{ task, replay: episode(2), player: 7 }, /A result is/],
      [{ task, replay: episode(2), player: 'x'.repeat(81) }, /A result is/],
      [{ task, replay: 'x' }, /not a usable replay/],
      [{ task, replay: JSON.stringify({ ...whole, blocks: whole.blocks.slice(0, -1) }) }, /Only whole episodes/],
      [
        { task, replay: JSON.stringify({ ...whole, blocks: whole.blocks.map(([a]) => [a, '0'.repeat(16)]) }) },
        /diverges/,
      ],
    ];
    for (const [body, sentence] of bodies) {
      const { status, body: answer } = await submit(typeof body === 'string' ? body : JSON.stringify(body));
      expect(status).toBe(400);
      expect((JSON.parse(answer) as { error: string }).error).toMatch(sentence);
    }
    expect(results()).toEqual([]);
  });

  it('is kept with the rewards that the server itself finds, beside the episode', async () => {
    const { status, body } = await submit(
      JSON.stringify({ task: '../../etc/Hold the sphere!.jsonc', replay: episode(3), rewardByTrial: [40, 40, 40] }),
    );
    expect(status).toBe(200);
    const { file, result } = JSON.parse(body) as { file: string; result: HumanResult };
    expect(file).toMatch(/^runs\/humans\/hold-the-sphere-[\dTZ-]+-[0-9a-f]{6}\.json$/);
    expect(JSON.parse(readFileSync(project.path(file), 'utf8'))).toEqual(result);
    expect(result).toMatchObject({ probe: 'hold-the-sphere', k: 3, trialSteps: 40, seed: 3 });
    const expected = solve(parseTask(readFileSync(inRepository('tasks/examples/hold-the-sphere.jsonc'), 'utf8')), {
      trials: 3,
      seed: 3,
    });
    expect(result.rewardByTrial).toEqual(expected.rewards);
    expect(readFileSync(project.path(join('runs/humans', result.replay)), 'utf8')).toBe(episode(3));
    const library = JSON.parse((await send('/api/library')).body) as Library;
    expect(library.humans).toEqual([result]);
    // The protocol has one episode per person and task: another one of the same person lies apart, one of somebody else does not.
    const keep = async (player?: string) => {
      const task = 'tasks/examples/hold-the-sphere.jsonc';
      const again = await submit(JSON.stringify({ task, player, replay: episode(2) }));
      return (JSON.parse(again.body) as { file: string }).file.replace(/hold-.*/, '');
    };
    expect(await keep()).toBe('runs/humans/again/');
    expect(await keep('Grace')).toBe('runs/humans/');
    expect(await keep('Grace')).toBe('runs/humans/again/');
    const { humans } = JSON.parse((await send('/api/library')).body) as Library;
    expect(humans.map(({ player, k }) => [player, k])).toEqual([
      [undefined, 3],
      ['Grace', 2],
    ]);
    expect(library.replays.some(({ from }) => from === 'runs/humans')).toBe(true);
  });
});

describe('an agent', () => {
  it('is handed out as a policy file with what it says of itself', async () => {
    const { status, body } = await send('/agents/checkpoints/teacher.safetensors?description');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ environments: 1, extra: { simulation: { actionRepeat: 6 } } });
    const onnx = await send('/agents/checkpoints/teacher.safetensors');
    expect(onnx.headers['content-type']).toBe('application/octet-stream');
    expect(onnx.body.length).toBeGreaterThan(100_000);
  });

  it('that is none is refused in one sentence', async () => {
    project.write('runs/b/policy.onnx', 'nothing of the kind');
    const { status, body } = await send('/agents/runs/b/policy.onnx?description');
    expect(status).toBe(422);
    expect((JSON.parse(body) as { error: string }).error).toMatch(/policy\.onnx: not an? .*file/);
  });
});

it('a port that is in use is refused in one sentence', async () => {
  const { port } = new URL(server.address);
  const second = watch(project, '--port', port).then((running) => running.stop());
  await expect(second).rejects.toThrow(`watch ended with 2: port ${port} is in use; choose another with --port`);
});

it.each([
  [[], '--player explorer needs a task file to play'],
  [['runs/a'], '--player explorer needs a task file; runs/a is none'],
])('a script without a task to play is refused in one sentence: %j', async (what, message) => {
  const refused = watch(project, ...what, '--player', 'explorer').then((running) => running.stop());
  await expect(refused).rejects.toThrow(`watch ended with 2: ${message}`);
});

it('a second seat in a task for one is refused in one sentence', async () => {
  const refused = watch(project, PROBE, '--player', 'me', '--beside', 'explorer').then((running) => running.stop());
  await expect(refused).rejects.toThrow(
    `watch ended with 2: --beside explorer is for tasks of two players; ${PROBE} is`,
  );
});

it('an agent that was trained alone has no seat beside another, which is said in one sentence', async () => {
  const pair = 'tasks/probes/two-players/01-pass-over-the-wall.jsonc';
  const alone = inRepository('checkpoints/teacher.safetensors');
  const refused = watch(project, inRepository(pair), '--beside', alone).then((running) => running.stop());
  await expect(refused).rejects.toThrow(`watch ended with 2: --beside ${alone} was trained alone: it has no seat`);
});

it('the page weighs less than 1.5 MB, without the runtime of the agents', () => {
  const assets = inRepository('packages/viewer/dist/www/assets');
  const bytes = readdirSync(assets).reduce((sum, file) => sum + statSync(join(assets, file)).size, 0);
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(1_500_000);
  expect(readdirSync(assets).filter((file) => file.endsWith('.wasm'))).toEqual([]);
});
