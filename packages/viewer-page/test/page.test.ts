import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { AdaAgent, AGENT_SIZES, exportPolicy } from '@open-ada/ada-agent';
import { COLOURS, parseTask, SHAPES } from '@open-ada/production-rules';
import type { HumanResult } from '@open-ada/viewer/protocol';
import { actionSpec, COMPACT, Explorer, formatReplay, observationSpec, parseReplay, solve } from '@open-ada/xland-sim';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inRepository, PROBE, Project, type Watch, watch } from '../../../test/kit/viewer-project.js';
import { actionsInNode, dreamerInNode, tinyDreamer } from './agents-in-node.js';
import { launch, SKIPPED } from './chromium.js';
import { playToTake } from './person.js';

/** Of the page, what is looked at here. */
declare const app: {
  showing: {
    episode: {
      recording: {
        rewards: number[];
        ended: boolean;
        replay(): { blocks: { actions: number[][]; digest: string }[] };
        rewardByTrial(): number[];
      };
    };
    playhead: { position: number; playing: boolean; seek(position: number): void };
  };
  screen: { update(...given: unknown[]): void };
};

declare function requestAnimationFrame(then: (now: number) => void): number;

const SLOW = 180_000;

/** A page of this size, with a sixteenth of its pixels: there is no graphics card, so that the processor draws. */
const SIZE = { viewport: { width: 880, height: 520 }, deviceScaleFactor: 0.25 };
/** The tests in which it draws. It takes most of the time of the others, which look at all but the picture. */
const DRAWN = /plays the golden layered|needs little time/;
const DRAW_NOTHING = `for (const name of ['Arrays', 'Elements', 'ArraysInstanced', 'ElementsInstanced'])
  WebGL2RenderingContext.prototype['draw' + name] = () => {};`;

describe.skipIf(SKIPPED !== undefined)('the page, in a real Chromium', { timeout: SLOW }, () => {
  const project = new Project();
  let server: Watch;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let requests: string[] = [];
  let problems: string[] = [];

  beforeAll(async () => {
    server = await watch(project);
    browser = await launch();
  }, SLOW);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    project.remove();
  });

  /** A browser of its own, without drawing where that is not looked at. */
  const newContext = async (test: string): Promise<BrowserContext> => {
    const fresh = await browser.newContext(SIZE);
    if (!DRAWN.test(test)) await fresh.addInitScript(DRAW_NOTHING);
    return fresh;
  };

  beforeEach(async ({ task }) => {
    context = await newContext(task.name);
    page = await context.newPage();
    page.setDefaultTimeout(SLOW);
    requests = [];
    problems = [];
    context.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => problems.push(error.message));
  });

  afterEach(async () => {
    await context.close();
    const elsewhere = requests.filter((url) => !url.startsWith(`${server.address}/`) && !/^(blob|data):/.test(url));
    expect(elsewhere).toEqual([]);
    expect(problems).toEqual([]);
  });

  const open = (link: string) => page.goto(`${server.address}/#${link}`);
  /** Reads the card, and begins the trial. */
  const start = async (): Promise<void> => {
    await page.waitForSelector('.trial-card .primary:focus');
    await page.keyboard.press('Enter');
  };
  const ready = (what = 'episode') =>
    page.waitForSelector(what === 'all' ? '[data-ready=all]' : '[data-ready]', { state: 'attached' });
  const message = async (): Promise<string> =>
    (await page.waitForSelector('.message:not([hidden]) p')).evaluate(({ textContent }) => textContent ?? '');

  it.each(['flat', 'layered'])('plays the golden %s replay to its recorded digest', async (ground) => {
    const text = readFileSync(inRepository(`packages/xland-sim/test/golden/${ground}.replay`), 'utf8');
    const recorded = parseReplay(text);
    await open(`replay=runs/a/replays/${ground}.replay&view=top`);
    await ready();
    const blocks = await page.evaluate(() => app.showing.episode.recording.replay().blocks);
    // The page plays the steps anew and makes digests of its own.
    expect(blocks.map(({ digest }) => digest)).toEqual(recorded.blocks.map(({ digest }) => digest));
    expect(await page.isHidden('.message')).toBe(true);
  });

  it('says where a replay diverges, and what is wrong with a file that is none', async () => {
    const golden = readFileSync(inRepository('packages/xland-sim/test/golden/flat.replay'), 'utf8');
    const digests = [...golden.matchAll(/"([0-9a-f]{16})"/g)].map(([, digest]) => digest);
    project.write('runs/a/replays/edited.replay', golden.replace(digests[2], '0123456789abcdef'));
    project.write('runs/a/replays/half.replay', golden.slice(0, golden.length / 2));
    project.write('runs/a/replays/foreign.replay', golden.replace('"replay": 1', '"replay": 7'));
    const expected: [string, RegExp][] = [
      ['edited', /^The replay diverges between steps \d+ and \d+/],
      ['half', /half\.replay is not a usable replay: it is not JSON/],
      ['foreign', /"replay" must be 1, the version of the format, not 7/],
      ['absent', /absent\.replay: There is nothing at this address/],
    ];
    for (const [name, sentence] of expected) {
      await open(`replay=runs/a/replays/${name}.replay`);
      await page.reload();
      expect(await message()).toMatch(sentence);
    }
  });

  it('runs an agent live with the actions that it takes in Node', async () => {
    const file = inRepository('checkpoints/teacher.safetensors');
    const task = parseTask(readFileSync(project.path('tasks/heldout/make-by-hold.jsonl'), 'utf8').split('\n')[5]);
    const expected = await actionsInNode(file, task, { trials: 2, seed: 4 });
    await open(
      'task=tasks/heldout/make-by-hold.jsonl:5&player=checkpoints/teacher.safetensors&trials=2&seed=4&mode=greedy',
    );
    await ready();
    const blocks = await page.evaluate(() => app.showing.episode.recording.replay().blocks);
    expect(blocks.flatMap(({ actions }) => actions)).toEqual(expected);
    expect(new Set(expected.map(String)).size).toBeGreaterThan(3);
    // The scripted oracle is there to compare with.
    await ready('all');
    expect(await page.textContent('.chart .legend')).toMatch(/teacher.*oracle/);
  });

  it('runs an agent of train:dreamer live with the actions that it takes in Node', async () => {
    const task = parseTask(readFileSync(project.path('tasks/heldout/make-by-hold.jsonl'), 'utf8').split('\n')[5]);
    const onnx = tinyDreamer();
    project.write('runs/dreamer/policy.onnx', onnx);
    const terms = { trials: 1, seed: 4 };
    const expected = await dreamerInNode(onnx, task, terms);
    await expect(dreamerInNode(onnx, task, terms, 'greedy')).rejects.toThrow(
      /choose by sampling; leave mode=greedy out/,
    );
    await open('task=tasks/heldout/make-by-hold.jsonl:5&player=runs/dreamer/policy.onnx&trials=1&seed=4');
    await ready();
    const blocks = await page.evaluate(() => app.showing.episode.recording.replay().blocks);
    expect(blocks.flatMap(({ actions }) => actions)).toEqual(expected);
    expect(new Set(expected.map(String)).size).toBeGreaterThan(3);
  });

  it('lets a person solve a probe by key presses, in the second trial with what the first one taught', async () => {
    await open(`task=${PROBE}&player=me&trials=2&seed=1`);
    await page.waitForSelector('[data-session=reading]', { state: 'attached' });
    expect(await page.textContent('.trial-card')).toMatch(/Trial 1 of 2[\s\S]*I hold a black pyramid/);
    await start();
    await playToTake(page, 'yellow sphere');
    await page.waitForSelector('[data-session=reading]', { state: 'attached' });
    expect(await page.textContent('.trial-card')).toMatch(/Trial 2 of 2[\s\S]*Trial 1: 0 %/);
    await start();
    await playToTake(page, 'purple sphere');
    await page.waitForSelector('[data-session=done]', { state: 'attached' });
    await ready('all');
    const rewards = await page.evaluate(() => app.showing.episode.recording.rewardByTrial());
    expect(rewards[0]).toBe(0);
    expect(rewards[1]).toBeGreaterThan(25);
    expect(await page.textContent('.trial-card .legend')).toMatch(/you.*oracle.*teacher/);
    const kept = readdirSync(project.path('runs/humans')).filter((name) => name.endsWith('.json'));
    expect(kept.length).toBe(1);
    const result = JSON.parse(readFileSync(project.path(`runs/humans/${kept[0]}`), 'utf8')) as HumanResult;
    expect(result).toMatchObject({ probe: '18-three-spheres-jumbled', k: 2, rewardByTrial: rewards });
    expect(existsSync(project.path(`runs/humans/${result.replay}`))).toBe(true);
    // Who has played a task knows it, and is told what becomes of another try.
    await page.click('.trial-card button:has-text("Play again")');
    await page.waitForSelector('[data-session=reading]', { state: 'attached' });
    expect(await page.textContent('.trial-card')).toContain('You have played this task before');
    // From now on the person's score stands beside whoever plays the same task.
    await open(`task=${PROBE}&player=oracle&trials=2&seed=1`);
    await page.reload();
    await ready('all');
    expect(await page.textContent('.chart .legend')).toMatch(/oracle.*a person/);
  });

  it('shows the explorer at play, what it is about, and the oracle to compare with', async ({ task }) => {
    const other = await watch(project, PROBE, '--player', 'explorer');
    const elsewhere = await newContext(task.name);
    const watching = await elsewhere.newPage();
    await watching.goto(`${other.address}/#trials=2&seed=1`);
    await watching.waitForSelector('[data-ready=all]', { state: 'attached', timeout: SLOW });
    expect(await watching.textContent('.by')).toMatch(/^scripted explorer · 2 trials/);
    await watching.waitForSelector('.chart .legend:has-text("explorer"):has-text("oracle")', { timeout: SLOW });
    await watching.evaluate(() => app.showing.playhead.seek(2));
    await watching.waitForSelector('.intent:has-text("trying ")', { timeout: SLOW });
    const rewardByTrial = await watching.evaluate(() => app.showing.episode.recording.rewardByTrial());
    await elsewhere.close();
    await other.stop();
    const probe = parseTask(readFileSync(project.path(PROBE), 'utf8'));
    expect(rewardByTrial).toEqual(solve(probe, { player: new Explorer(), trials: 2, seed: 1 }).rewards);
    // The oracle does not say what it is about.
    await open(`task=${PROBE}&player=oracle&trials=1&seed=1`);
    await ready('all');
    expect(await page.locator('.intent').isVisible()).toBe(false);
    await page.waitForSelector('.chart .legend:has-text("oracle"):has-text("explorer")');
    const colours = await page.evaluate<string[]>(
      `['oracle', 'explorer'].map((kind) => getComputedStyle(document.querySelector('g.series.' + kind + ' path')).fill)`,
    );
    expect(new Set([...colours, 'rgb(0, 0, 0)']).size).toBe(3);
  });

  it('goes to the moment that a link names, and links to the moment that is shown', async () => {
    const solved = solve(parseTask(readFileSync(project.path('tasks/examples/two-steps.jsonc'), 'utf8')), {
      trials: 3,
      seed: 2,
      record: true,
    });
    project.write('runs/a/replays/solved.replay', formatReplay(solved.replay!));
    await open('replay=runs/a/replays/solved.replay&at=2:4.2&view=top');
    await ready();
    await page.waitForFunction(() => app.showing.playhead.position === 80 + 21);
    expect(await page.textContent('.clock')).toMatch(/Trial 2 of 3/);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('1');
    await page.waitForURL(/at=2:4\.4.*view=first|view=first.*at=2:4\.4/);
    await page.keyboard.press(']');
    await page.waitForFunction(() => app.showing.playhead.position === 160);
    // All of it is there to be scrubbed: the timeline says so to people who cannot see it.
    const timeline = page.locator('[role=slider]');
    expect(await timeline.getAttribute('aria-valuemax')).toBe('240');
    expect(await timeline.getAttribute('aria-valuetext')).toMatch(/^trial 3, 0\.0 seconds/);
    expect(await page.locator('.timeline .marks i').count()).toBeGreaterThanOrEqual(6);
  });

  it('hides hidden rules until they are asked for, and from a person at play always', async () => {
    await open('task=tasks/examples/two-steps.jsonc&player=oracle&trials=1&seed=1');
    await ready();
    expect(await page.locator('.rule.face-down').count()).toBe(2);
    expect(await page.textContent('.rules')).not.toContain('purple pyramid');
    await page.keyboard.press('r');
    await page.waitForSelector('.rule.revealed');
    expect(await page.textContent('.rules')).toContain('When I hold a black cube, it turns into a purple pyramid');
    await page.keyboard.press('p');
    await page.waitForSelector('[data-session=reading]', { state: 'attached' });
    await page.keyboard.press('r');
    expect(await page.locator('.rule.face-down').count()).toBe(2);
    await page.keyboard.press('3');
    expect(await page.getAttribute('body', 'data-view')).toBe('first');
  });

  it('shows two players and what each is told, and lets a person play beside the explorer', async () => {
    const pair = {
      version: 1,
      name: 'for two',
      goal: 'near(other, yellow cube)',
      rules: [{ rule: 'hold(me, purple slab) -> yellow cube', hidden: true }],
      objects: [{ type: 'purple slab', at: [2, 2] }],
      players: [{ at: [3, 3] }, { at: [6, 5], hiding: { rules: [], types: [], predicates: [] } }],
      trialSeconds: 8,
      world: { rows: ['0000', '0000', '0000', '0000'] },
    };
    project.write('tasks/examples/pair.jsonc', JSON.stringify(pair));
    await open('task=tasks/examples/pair.jsonc&player=oracle&trials=1&seed=1');
    await ready();
    expect(await page.textContent('.by')).toMatch(/^two scripted oracles · 1 trial/);
    expect(await page.textContent('.seats')).toBe('Player 1 · 1 hiddenPlayer 2');
    expect(await page.locator('.rule.face-down').count()).toBe(1);
    expect(await page.getAttribute('.told', 'aria-label')).toBe('player 2 is told');
    await page.keyboard.press('o');
    await page.waitForURL(/seat=2/);
    expect(await page.locator('.rule.face-down').count()).toBe(0);
    expect(await page.textContent('.goal')).toContain('I am within 1 m of a yellow cube');
    // Who plays sits on the seat that was looked at, and is told no more than that one.
    await page.keyboard.press('p');
    await page.waitForSelector('[data-session=reading]', { state: 'attached' });
    expect(await page.textContent('.by')).toMatch(/^you beside the explorer/);
    expect(await page.textContent('.trial-card')).toContain('I am within 1 m of a yellow cube');
    expect(await page.locator('.seats').isVisible()).toBe(false);
    await start();
    await page.waitForFunction(() => app.showing.episode.recording.rewards.length > 8);
    const blocks = await page.evaluate(() => app.showing.episode.recording.replay().blocks);
    const [first, second] = [0, 3].map((from) =>
      blocks.flatMap(({ actions }) => actions.map((step) => step.slice(from, from + 3).join(''))),
    );
    expect(new Set(second)).toEqual(new Set(['121']));
    expect(new Set(first).size).toBeGreaterThan(1);
  });

  it('is worked by the keyboard alone: library, search, help, light and dark', async () => {
    await open('task=tasks/examples/two-steps.jsonc&player=oracle&trials=1');
    await ready();
    await page.keyboard.press('l');
    await page.keyboard.type('ramp');
    await expect.poll(() => page.locator('.entry').count()).toBe(1);
    for (const key of ['ArrowDown', 'Tab', 'Tab', 'Enter']) await page.keyboard.press(key);
    await page.waitForSelector('h1:has-text("up the ramp")');
    await ready();
    await page.keyboard.press('?');
    await page.waitForSelector('dialog.help[open]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog.help:not([open])', { state: 'attached' });
    const theme = () => page.getAttribute('html', 'data-theme');
    expect(await theme()).toBe('light');
    await page.keyboard.press('t');
    expect(await theme()).toBe('dark');
  });

  it('shows the learning curves of a run in the library, and hides them again', async () => {
    project.write('runs/curved/config.json', '{}');
    const families = { hold: { scoreByTrial: [0.1, 0.3] } };
    const lines = [1e5, 2e5].map((steps) => JSON.stringify({ steps, minutes: 1, returnByTrial: [1], families }));
    project.write('runs/curved/metrics.jsonl', `${lines.join('\n')}\n`);
    await open('task=tasks/examples/two-steps.jsonc&player=oracle&trials=1');
    await ready();
    await page.keyboard.press('l');
    await page.keyboard.type('curved');
    const button = page.locator('.entry:has-text("runs/curved") button:has-text("Curves")');
    await button.click();
    const image = page.locator('img[alt="Learning curves of runs/curved"]');
    await expect
      .poll(() => image.evaluate((img) => (img as unknown as { naturalWidth: number }).naturalWidth))
      .toBeGreaterThan(100);
    expect(await image.isVisible()).toBe(true);
    await button.click();
    expect(await image.isVisible()).toBe(false);
  });

  it('keeps the focus on the entry that was chosen when the library is read anew meanwhile', async () => {
    let answer = (): void => {};
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    let isRead = false;
    // From the start: a page that is already open may send its next request past a new route.
    await page.route('**/api/library', async (route) => {
      if (!isRead) {
        isRead = true;
        return route.continue();
      }
      const library = await (await route.fetch()).json();
      await asked;
      await route.fulfill({ json: { ...library, tasks: [...library.tasks].reverse() } });
    });
    await open('task=tasks/examples/two-steps.jsonc&player=oracle&trials=1');
    await ready();
    await page.keyboard.press('l');
    await page.keyboard.type('ramp');
    for (const key of ['ArrowDown', 'Tab']) await page.keyboard.press(key);
    const focused = () => page.evaluate('document.activeElement.textContent');
    expect(await focused()).toBe('Play');
    const button = await page.evaluateHandle('document.activeElement');
    answer();
    await page.waitForFunction((old) => !(old as unknown as { isConnected: boolean }).isConnected, button);
    expect(await focused()).toBe('Play');
  });

  it('says clearly that an agent does not fit, and shows the oracle where nobody insists', async () => {
    const small = { ...COMPACT, maxEntities: COMPACT.maxEntities - 2 };
    const agent = new AdaAgent(AGENT_SIZES.tiny, observationSpec(small), actionSpec(small));
    const onnx = exportPolicy(agent, agent.initialise(1), { extra: { simulation: COMPACT } });
    mkdirSync(project.path('runs/old'), { recursive: true });
    writeFileSync(project.path('runs/old/policy.onnx'), onnx);
    const sentence = /^runs\/old\/policy\.onnx was trained in a world with other observations .*train it again\./;
    await open('task=tasks/examples/two-steps.jsonc&player=runs/old/policy.onnx&trials=1');
    expect(await message()).toMatch(sentence);
    expect(await page.textContent('.by')).toBe('could not be opened');
    await page.keyboard.press('l');
    await page.selectOption('select[aria-label=Agent]', 'runs/old/policy.onnx');
    await page.keyboard.type('ramp');
    await page.click('.entry button.primary');
    await ready();
    expect(await message()).toMatch(new RegExp(`${sentence.source} The scripted oracle is shown instead`));
    expect(await page.textContent('.by')).toMatch(/^scripted oracle/);
    await page.keyboard.press('Escape');
  });

  it('begins with the newest replay of a directory, and says what happens in it', async ({ task }) => {
    const { replay } = solve(parseTask(readFileSync(project.path('tasks/examples/two-steps.jsonc'), 'utf8')), {
      trials: 2,
      seed: 2,
      record: true,
    });
    project.write('results/probes-0-replays/two-steps.typical.replay', formatReplay(replay!));
    const other = await watch(project, 'results/probes-0-replays');
    const elsewhere = await newContext(task.name);
    const watching = await elsewhere.newPage();
    await watching.goto(other.address);
    await watching.waitForSelector('[data-ready=all]', { state: 'attached', timeout: SLOW });
    expect(await watching.textContent('h1')).toBe('two steps to a sphere');
    expect(await watching.textContent('.by')).toMatch(/two-steps\.typical/);
    // At the end all is told in one sentence.
    await watching.evaluate(() => app.showing.playhead.seek(10_000));
    await watching.waitForSelector('.caption:has-text("The goal held for")', { timeout: SLOW });
    await elsewhere.close();
    await other.stop();
  });

  it('needs little time of its own for a picture of 20 objects', async () => {
    const types = COLOURS.flatMap((colour) => SHAPES.map((shape) => `${colour} ${shape}`));
    const objects = Array.from({ length: 20 }, (_, k) => {
      return { type: types[k % types.length], at: [1 + 1.6 * (k % 5), 1 + 1.6 * Math.floor(k / 5)] };
    });
    const world = { rows: Array(5).fill('00000') };
    const players = [{ at: [5, 9] }];
    const task = { version: 1, name: 'crowd', goal: 'hold(me, black cube)', objects, world, players, trialSeconds: 12 };
    project.write('tasks/examples/crowd.jsonc', JSON.stringify(task));
    await open('task=tasks/examples/crowd.jsonc&player=oracle&trials=1&view=follow');
    await ready();
    const least = await page.evaluate(async () => {
      const { screen, showing } = app;
      const update = screen.update.bind(screen);
      const times: number[] = [];
      screen.update = (...given) => {
        const before = performance.now();
        update(...given);
        times.push(performance.now() - before);
      };
      Object.assign(showing.playhead, { position: 0, playing: true });
      while (times.length < 13) await new Promise(requestAnimationFrame);
      // Not the median: on a busy machine half of the pictures are interrupted by others.
      return times.sort((a, b) => a - b)[2];
    });
    // Drawing itself is the graphics card's, which is not here. 16.7 ms are the time of a picture at 60 a second.
    expect(least).toBeLessThan(8);
  });

  it('can be read on a phone: nothing is wider than the screen', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open('task=tasks/examples/two-steps.jsonc&player=oracle&trials=3');
    await ready();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    const picture = await page.locator('.picture').boundingBox();
    expect(picture?.width).toBe(390);
    expect(picture?.height).toBeGreaterThan(300);
  });
});
