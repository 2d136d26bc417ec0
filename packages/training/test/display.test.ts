import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { mergeConfig } from '../src/config/config.js';
import { History } from '../src/display/history.js';
import { plainLine, plainMemory } from '../src/display/plain.js';
import { newlyOpen } from '../src/display/stage.js';
import { trainingView } from '../src/display/view.js';
import type { PeriodicEvalResult } from '../src/metrics/periodic-eval.js';
import type { LogLine } from '../src/metrics/scalars.js';

const stage: LogLine['stage'] = {
  open: [
    { family: 'hold', share: 0.6, score: 0.97 },
    { family: 'make-by-hold', share: 0.4, score: 0.134 },
  ],
  next: { family: 'small', threshold: 0.15, episodesToScore: 0, episodesAtMost: 8400 },
  later: ['medium', 'full'],
};

const lineAt = (steps: number, changes: Partial<LogLine> = {}): LogLine => ({
  steps,
  playedSteps: steps,
  minutes: steps / 1e6,
  iteration: 3,
  stepsPerSecond: 10_000,
  returnByTrial: [],
  // Met in another order than the curriculum's.
  families: {
    'make-by-hold': { episodes: 7, returnByTrial: [10, 20], scoreByTrial: [0.25, 0.5] },
    hold: { episodes: 9, returnByTrial: [1], scoreByTrial: [steps / 3e6] },
  },
  share: { simulate: 0.17, infer: 0.32, label: 0, learn: 0.45, wait: 0.06 },
  learner: {},
  actorsReplaced: 0,
  curriculum: '',
  stage,
  proposals: { actingShare: 0, planShare: 0 },
  archives: {},
  ...changes,
});

const memory: PeriodicEvalResult = {
  families: {
    'make-by-hold': {
      ...{ returnByTrial: [10, 30], clearedReturnByTrial: [10, 12], gainFromMemory: 18, gainFromMemoryError: 1 },
      ...{ tasks: 8, hidden: 1, oracleReturn: 40 },
    },
    hold: {
      ...{ returnByTrial: [30, 30], clearedReturnByTrial: [30, 31], gainFromMemory: -1, gainFromMemoryError: 1 },
      ...{ tasks: 8, hidden: 0, oracleReturn: 40 },
    },
  },
  steps: 1,
  seconds: 1,
};

const lines = [1e6, 2e6, 3e6].map((steps) => lineAt(steps));
const show = (width: number, line = lines[2], given = {}) =>
  trainingView({ config: mergeConfig(given), line, history: new History(lines), memory }, width);

describe('the display of a training run', () => {
  it('shows scores in per cent, in the order of the curriculum, each with its curve', () => {
    const text = show(79);
    const at = text.findIndex((line) => line.startsWith('hold'));
    expect(text[at]).toMatch(/^hold +100 +▃▆█ +60 %$/);
    expect(text[at + 1]).toMatch(/^make-by-hold +25 50 +▅▅▅ +40 %$/);
  });

  it('says which family opens next, and when', () => {
    const text = show(200).join('\n');
    expect(text).toContain('small opens when make-by-hold reaches 15 % (now 13 %), or after 8,400 more episodes');
    expect(text).toContain('then medium, full');
    const all = show(79, lineAt(3e6, { stage: { open: stage.open, later: [] } })).join('\n');
    expect(all).not.toContain('opens');
    expect(newlyOpen({ open: stage.open.slice(0, 1), later: [] }, stage)).toEqual(['make-by-hold']);
    expect(newlyOpen(undefined, stage)).toEqual([]);
  });

  it("compares with memory reset only where something is hidden, in per cent of the oracle's score", () => {
    const text = show(79);
    expect(text.join('\n')).toMatch(/^make-by-hold +25 75 +25 30 +\+45 \+- 3$/m);
    expect(text.join('\n')).toMatch(/^hold +75 75$/m);
    expect(plainMemory(memory, [])).toContain(
      'make-by-hold: by trial 25 75 | memory reset 25 30 | gain from memory +45',
    );
    expect(plainMemory(memory, [])).toMatch(/^ {2}hold: by trial 75 75$/m);
  });

  it('says time, budget, speed and when adaptation usually shows', () => {
    expect(show(79).join('\n')).toMatch(/03:00 \/ 60:00 {2}3,000,000 steps, 10,000\/s/);
    expect(show(79).join('\n')).toContain('usually shows at 4 to 5 million steps: here in 01:40 to 03:20');
    const taught = show(79, lineAt(1e6), { preset: 'imitation' }).join('\n');
    expect(taught).toContain('showed at 2 million steps in one run: here in 01:40');
    expect(show(79, lineAt(1e6), { preset: 'imitation', labels: 'none' }).join('\n')).not.toContain('adaptation');
    const other = show(79, lines[2], { family: 'hold', steps: 6e6 }).join('\n');
    expect(other).not.toContain('adaptation');
    expect(other).toContain('03:00 / about 08:00');
  });

  it('says what the threads did, but not of an interval in which nothing was played', () => {
    expect(show(79).join('\n')).toContain('threads: world 17, acting 32, learning 45 %');
    const share = { simulate: 0, infer: 0, label: 0, learn: 0.4, wait: 0.6 };
    expect(show(79, lineAt(3e6, { share })).join('\n')).not.toContain('threads');
  });

  it('says how much a script teaches, and how often it is followed', () => {
    const line = lineAt(1e6, { learner: { imitationWeight: 3.421, labelProbability: 0.612 } });
    expect(show(79, line, { labels: 'explorer' })).toContain('explorer: weight 3.42, followed in 61 % of the steps');
  });

  it.each([119, 79, 60, 50])('fits %d columns', (width) => {
    const line = lineAt(3e6);
    line.families.full = { episodes: 1, returnByTrial: [], scoreByTrial: new Array(13).fill(0.5) };
    for (const text of show(width, line)) expect(stringWidth(text)).toBeLessThanOrEqual(width);
    expect(show(width, line).join('\n')).toContain('03:00 / 60:00');
  });

  it('is one line with the scores first where there is no terminal', () => {
    expect(plainLine(lines[2], mergeConfig({}), ['hold', 'make-by-hold'])).toMatch(
      /^% of trial, by trial: hold 100; make-by-hold 25 50 \| 03:00 \/ 60:00 \| 3,000,000 steps, 10,000\/s$/,
    );
  });

  it('draws the curves of older files, which have no scores, without them', () => {
    const old = lineAt(1e6);
    for (const family of Object.values(old.families)) delete family.scoreByTrial;
    delete old.stage;
    const config = mergeConfig({});
    expect(trainingView({ config, line: old, history: new History([old]) }, 79).join('\n')).toContain('01:00 / 60:00');
  });
});
