import { describe, expect, it } from 'vitest';
import { noopRejection, noopThresholds } from '../src/sampling/noop-filter.js';

const THRESHOLDS = noopThresholds.parse({});

/** Ten values: those given, then zeros. */
const ten = (...values: number[]) => [...values, ...new Array<number>(10 - values.length).fill(0)];
const all = (value: number) => new Array<number>(10).fill(value);

describe('the criteria of no-op filtering', () => {
  it.each([
    ['a single success of ten', ten(0.2), ten(), undefined],
    ['five good episodes', ten(0.4, 0.5, 0.6, 0.7, 0.8), ten(), undefined],
    ['six good episodes', ten(0.4, 0.5, 0.6, 0.7, 0.8, 0.4), ten(), 'agentTooGood'],
    ['five good, five nearly', [...ten(0.4, 0.5, 0.6, 0.7, 0.8).slice(0, 5), ...all(0.399).slice(5)], ten(), undefined],
    ['nothing ever', ten(), ten(), 'agentLikeNoop'],
    ['as good as the best no-op', ten(0.3), ten(0.3), 'agentLikeNoop'],
    ['better than the best no-op by less than the margin', ten(0.309), ten(0.3), 'agentLikeNoop'],
    ['better than the best no-op by the margin', ten(0.311), ten(0.3), undefined],
    // What is rewarded from the start: two that spoil it are too few, three are enough.
    ['two that spoil it', [0, 0, ...all(0.39).slice(2)], all(0.39), 'agentLikeNoop'],
    ['three that spoil it', [0, 0, 0, ...all(0.39).slice(3)], all(0.39), undefined],
    ['always the same, and better than no-op', all(0.2), ten(), 'agentAllAlike'],
    ['nearly always the same', [...all(0.2).slice(1), 0.209], ten(), 'agentAllAlike'],
    ['not quite the same', [...all(0.2).slice(1), 0.2101], ten(), undefined],
    [
      "no-op at its best: the paper's first threshold does not bind",
      [0, 0, 0, ...all(0.3).slice(3)],
      all(1),
      undefined,
    ],
  ])('%s', (_, agent, noop, rejection) => {
    expect(noopRejection(agent, noop, THRESHOLDS)).toBe(rejection);
  });

  it('a first threshold that binds', () => {
    const thresholds = { ...THRESHOLDS, epsilon1: 0.5 };
    expect(noopRejection(ten(0.2, 0.9), ten(0.5), thresholds)).toBeUndefined();
    expect(noopRejection(ten(0.2, 0.9), ten(0.51), thresholds)).toBe('noopTooGood');
  });
});
