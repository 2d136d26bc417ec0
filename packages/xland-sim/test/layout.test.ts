import { BatchedEnvironment, CAMERA, COMPACT, observationSpec, PAPER, specDifference } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { floatMap, turnedSpec } from './other-layout.js';
import { busyTask, RandomPlay } from './random-play.js';

const SEEING = {
  ...PAPER,
  ground: { directions: 3, distances: [1, 2] },
  events: true,
  camera: CAMERA,
  aim: true,
  surroundings: { directions: 5, distances: [0.5, 3] },
  places: true,
  recall: true,
  ways: true,
  unexplored: { directions: 3, distances: [1, 3] },
};

describe('the layout of an observation', () => {
  it.each([
    ['COMPACT', COMPACT],
    ['PAPER with a camera', SEEING],
  ])('is where the simulator writes: other places, the same floats in them (%s)', (_, settings) => {
    const [plain, turned] = [observationSpec(settings), turnedSpec(settings)];
    const map = floatMap(plain, turned);
    expect(map.toSorted((a, b) => a - b)).toEqual(Array.from({ length: plain.size }, (_, i) => i));
    const used = new Set<number>();
    for (let seed = 0; seed < 6; seed++) {
      const task = busyTask(seed, seed < 4 ? 'any' : 'layered');
      task.rules[0].hidden = true;
      task.hiding = { types: [task.objects[0].type], predicates: ['near'] };
      const [one, other] = [plain, turned].map((spec) => {
        const environment = new BatchedEnvironment(settings, 1, spec);
        environment.reset(0, task, { trials: 2, seed, hideTrialIndex: seed === 1 });
        return new RandomPlay(environment, seed);
      });
      for (let step = 0; step < 40; step++) {
        one.play();
        other.play();
        expect(Array.from(other.observations)).toEqual(map.map((i) => one.observations[i]));
        one.observations.forEach((float, i) => {
          if (float !== 0) used.add(i);
        });
      }
    }
    // Every feature was used but two: these episodes have few trials and no negated goal.
    const unseen = plain.parts.flatMap(({ name, offset, shape, features }) => {
      const row = shape.at(-1)!;
      const seen = [...used].filter((i) => i >= offset && i < offset + shape.reduce((a, b) => a * b, 1));
      const places = seen.map((i) => (i - offset) % row);
      return features
        .filter((feature) => !places.some((k) => k >= feature.offset && k < feature.offset + feature.size))
        .map((feature) => `${name}/${feature.name}`);
    });
    expect(unseen).toEqual(['time/moreTrials', 'goal/negated']);
  });

  it('has features without gaps in every row', () => {
    for (const { shape, features } of observationSpec(SEEING).parts) {
      let at = 0;
      for (const { offset, size } of features) {
        expect(offset).toBe(at);
        at += size;
      }
      expect(shape.at(-1)).toBe(at);
    }
  });
});

describe('specDifference', () => {
  const change = (edit: (spec: ReturnType<typeof observationSpec>) => void): string | undefined => {
    const other = structuredClone(observationSpec(COMPACT));
    edit(other);
    return specDifference(other, observationSpec(COMPACT));
  };
  const featureOf = (spec: ReturnType<typeof observationSpec>, part: string, feature: string) =>
    spec.parts.find(({ name }) => name === part)!.features.find(({ name }) => name === feature)!;

  it('is nothing between a layout and its copy from a file', () => {
    expect(change(() => {})).toBeUndefined();
  });

  it('names the first part or feature that differs', () => {
    expect(specDifference(turnedSpec(COMPACT), observationSpec(COMPACT))).toBe('feature "velocity" of part "entities"');
    const wider = change((spec) => {
      featureOf(spec, 'rays', 'distance').scale = 20;
    });
    expect(wider).toBe('feature "distance" of part "rays"');
    const blind = observationSpec({ ...COMPACT, events: false });
    expect(specDifference(blind, observationSpec(COMPACT))).toBe('part "events"');
    const fewer = observationSpec({ ...COMPACT, maxEntities: 3 });
    expect(specDifference(fewer, observationSpec(COMPACT))).toBe('part "entities"');
    const renumbered = change((spec) => {
      featureOf(spec, 'goal', 'arguments').tokens = [{ name: 'types', first: 1, count: 12 }];
    });
    expect(renumbered).toBe('feature "arguments" of part "goal"');
  });
});
