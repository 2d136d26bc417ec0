import { describe, expect, it } from 'vitest';
import { figure, scriptJson, signed } from '../src/page/html.js';
import { formatPage } from '../src/page/page.js';
import { makePlot, spreadLabels } from '../src/page/plot.js';
import type { JobResult, Player } from '../src/playing/jobs.js';
import { figures } from '../src/statistics/report.js';

const TASKS = 1000;

/** A whole result whose scores rise with k. */
function heldOutResult(ks: number[], control: boolean, words: string, explorer?: number[][][]) {
  const plays = Array.from({ length: TASKS }, (_, task) => ({ task, repeat: 0 }));
  const results: JobResult[] = [];
  const add = (
    player: Player,
    k: number,
    trial: number | undefined,
    reward: (task: number, trial: number) => number,
  ) => {
    const trials = trial === undefined ? k : 1;
    const rewardByTrial = plays.map(({ task }) => Array.from({ length: trials }, (_, t) => reward(task, t)));
    results.push({ job: { player, k, trial, plays, seed: 1 }, rewardByTrial, steps: 0 });
  };
  for (const k of ks) {
    add('agent', k, undefined, (task, t) => ((task % 10) / 10) * (1 - 0.5 ** (t + 1)) * 10);
    for (let trial = 1; trial < k; trial++) add('cleared', k, trial, (task) => (task % 10) / 2);
  }
  for (const player of ['random', 'noop', 'oracle'] as const)
    add(player, 1, undefined, () => (player === 'oracle' ? 10 : 0));
  const referenceScores = plays.map(() => 10);
  const games = plays.map(({ task }) => String(task % 100));
  const found = figures({ results, ks, repeats: 1, control, referenceScores, games, explorer });
  return {
    evaluation: 'heldout' as const,
    version: 3 as const,
    checkpoint: { file: 'agents/<b>.safetensors', sha256: 'a'.repeat(64), trained: { steps: 1234.56 } },
    tasks: {
      ...{ family: 'small', file: 'tasks/heldout/small.jsonl', sha256: 'b'.repeat(64), count: TASKS, leftOut: 0 },
      ...{ games: 100, references: 'c'.repeat(64), beaten: 0, worldDifference: null },
    },
    mode: 'sample' as const,
    seed: 1,
    repeats: 1,
    steps: 10,
    seconds: 1,
    commit: null,
    ...found,
    perTask: found.perTask.map((row) => ({ ...row, goal: words, rules: [words], trialSeconds: 8 })),
  };
}

const pageOf = (...results: ReturnType<typeof heldOutResult>[]) =>
  formatPage(results.map((result, i) => ({ file: `heldout-small-${i}.json`, result })));

describe('the page', () => {
  const page = pageOf(heldOutResult([1, 2, 3], true, 'I hold </script><i>it</i>'));

  it('asks for nothing from elsewhere', () => {
    const addresses = [...page.matchAll(/(?:src|href|url|@import)\s*[=(]\s*["']?([^"')\s>]+)/g)].map(
      (match) => match[1],
    );
    expect(addresses.filter((address) => !/^(#|data:,)/.test(address))).toEqual([]);
    expect(page).not.toMatch(/https?:/);
  });

  it('shows no text as markup', () => {
    expect(page).not.toContain('<i>it');
    expect(page).not.toContain('<b>.safetensors');
    expect(page.match(/<script/g)).toHaveLength(page.match(/<\/script>/g)!.length);
  });

  it('draws every statistic by k with its interval, the control and the references, and has all numbers in a table', () => {
    expect(page.match(/<svg/g)!.length).toBeGreaterThanOrEqual(9);
    for (const title of ['Median', '20th percentile', 'Mean', 'Share above 0.8']) {
      expect(page).toContain(`aria-label="${title} by number of trials"`);
    }
    expect(page).toContain('k = 3');
    expect(page).toContain('memory reset');
    expect(page).toContain('first of 3');
    expect(page).toContain('over the 100 games');
    expect(page).toContain('oracle');
    expect(page).toContain('random, no-op');
    // Median of 0, .1, ..., .9 times 7/8 at k = 3.
    expect(page).toContain('>0.39 <span class="interval">');
  });

  it('draws the explorer as a curve and has it in the table, where it was played', () => {
    // Two trials of 4 and 9 of 10, of the three that the agent has.
    const scripted = pageOf(heldOutResult([1, 3], false, 'a', Array(TASKS).fill([[4, 9]])));
    // Four charts by k: trial 1 only, since k = 3 is not stored; two charts by trial: trials 1 and 2.
    expect(scripted.match(/class="dot explorer"/g)).toHaveLength(4 + 2 * 2);
    expect(scripted).toContain('<title>explorer, 2: 0.90, 95 % interval 0.90 to 0.90</title>');
    expect(scripted).toContain('Explorer, a script that adapts</th>');
    expect(scripted).toContain('<th scope="row">trial 1</th><td class="number">0.40 ');
    expect(scripted).toMatch(/never trained/);
    expect(scripted).not.toMatch(/NaN|undefined|Infinity/);
    // Files of earlier versions have no explorer.
    expect(page.replace(/<style>[\s\S]*<\/style>/, '')).not.toContain('xplorer');
  });

  it('is well-formed: every element that is opened is closed', () => {
    const open: string[] = [];
    const body = page.replace(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, '');
    for (const [, end, name, , self] of body.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:\s[^>]*?)?)(\/?)>/gi)) {
      if (self || ['meta', 'link'].includes(name)) continue;
      if (end) expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
  });

  it('has one section per result, and an overview of several', () => {
    const two = pageOf(heldOutResult([1, 2], true, 'a'), heldOutResult([1], false, 'b'));
    expect(two.match(/<details class="result"/g)).toHaveLength(2);
    expect(two).toContain('href="#heldout-small-1"');
    expect(two).not.toMatch(/NaN|undefined|Infinity/);
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('says who played the other seat, and in which tasks', () => {
    const alone = heldOutResult([1], false, 'a');
    const ways = [
      [{}, []],
      [{ coPlayer: 'self' as const }, ['self-play']],
      [{ coPlayer: 'random' as const }, ['beside the random policy']],
      [{ coPlayer: 'noop' as const, solo: true as const }, ['beside an idle player', 'only tasks that one can solve']],
    ] as const;
    for (const [more, said] of ways) {
      const text = pageOf({ ...alone, ...more });
      const words = ['self-play', 'beside the random policy', 'beside an idle player', 'only tasks that one can solve'];
      expect(words.filter((word) => text.includes(`${word} · `))).toEqual(said);
      expect(text.includes('or one player alone cannot')).toBe('solo' in more);
    }
  });
});

describe('its parts', () => {
  it('maps values to the drawing, by ratios where asked', () => {
    const tick = { value: 0, label: '' };
    const margin = { left: 10, right: 10, top: 5, bottom: 15 };
    const y = { domain: [0, 1] as [number, number], ticks: [tick] };
    const plot = makePlot({ width: 120, height: 120, margin, x: { domain: [1, 4], log: true, ticks: [] }, y });
    expect([plot.x(1), plot.x(2), plot.x(4)].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([10, 60, 110]);
    expect([plot.y(0), plot.y(1)]).toEqual([105, 5]);
    const single = makePlot({ width: 120, height: 120, margin, x: { domain: [3, 3], log: true, ticks: [] }, y });
    expect(single.x(3)).toBe(60);
  });

  it('moves labels apart, in their order, inside their range', () => {
    expect(spreadLabels([50, 10, 52], 10, 0, 100)).toEqual([50, 10, 60]);
    expect(spreadLabels([99, 98], 10, 0, 100)).toEqual([100, 90]);
    expect(spreadLabels([-5, 30], 10, 0, 100)).toEqual([0, 30]);
  });

  it('writes figures', () => {
    expect([figure(0.125), figure(-0.001), figure(-0.5), signed(0.5), signed(-0.5), signed(-0.001)]).toEqual([
      '0.13',
      '0.00',
      '−0.50',
      '+0.50',
      '−0.50',
      '+0.00',
    ]);
    expect(scriptJson(['</script>'])).toBe('["\\u003c/script>"]');
  });
});
