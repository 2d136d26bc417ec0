import { Random } from '@open-ada/production-rules';
import {
  BatchedEnvironment,
  COMPACT,
  FlatObservation,
  type ObservationSpec,
  observationSpec,
  partOf,
} from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { XlandEnvironment } from '../src/dreamer/xland-environment.js';

const make = (seed: number) => new XlandEnvironment('make-by-hold', COMPACT, new Random(seed));

/** Plays to the end of the episode, or to a step. */
function play(environment: XlandEnvironment, seen: Float32Array, random: Random, steps = Number.POSITIVE_INFINITY) {
  const outcomes = [];
  while (outcomes.length < steps && outcomes.at(-1)?.last !== true) {
    outcomes.push(
      environment.step(
        environment.world.actionDims.map((count) => random.int(count)),
        seen,
      ),
    );
  }
  return outcomes;
}

describe('XLand as an environment of Dreamer', () => {
  it('an episode is all trials of a task: it goes on where a trial ends, and ends by a time limit', () => {
    const environment = make(1);
    const seen = new Float32Array(environment.world.observation);
    environment.reset(seen);
    expect(seen.some((x) => x !== 0)).toBe(true);
    const outcomes = play(environment, seen, new Random(2));
    const trials = outcomes.map(({ trial }) => trial!);
    expect(new Set(trials).size).toBeGreaterThan(1);
    expect(trials).toEqual([...trials].sort((a, b) => a - b));
    expect(outcomes.map(({ last }) => last)).toEqual(outcomes.map((_, i) => i === outcomes.length - 1));
    expect(outcomes.some(({ terminal }) => terminal)).toBe(false);
    // What is seen at the end is no idle world.
    expect(seen.some((x) => x !== 0)).toBe(true);
    const before = seen.slice();
    environment.reset(seen);
    expect(seen).not.toEqual(before);
  });

  it('another environment continues from its state, through JSON, in the second trial', () => {
    const environment = make(3);
    const other = make(4);
    const [seen, alsoSeen] = [0, 0].map(() => new Float32Array(environment.world.observation));
    environment.reset(seen);
    other.reset(alsoSeen);
    const random = new Random(5);
    while (play(environment, seen, random, 1)[0].trial !== 1);
    other.restore(JSON.parse(JSON.stringify(environment.state())));
    const copy = Random.fromState(random.state());
    expect(play(other, alsoSeen, copy)).toEqual(play(environment, seen, random));
    expect(alsoSeen).toEqual(seen);
  });

  it('shows features as they are and each token as a one-hot', () => {
    const spec = {
      parts: [
        { name: 'a', offset: 3, shape: [2], kind: 'float', perEpisode: false, features: [] },
        { name: 'b', offset: 0, shape: [1, 3], kind: 'token', cardinality: 4, perEpisode: true, features: [] },
      ],
      size: 5,
      stepSize: 2,
    } as ObservationSpec;
    const flat = new FlatObservation(spec);
    const into = new Float32Array(flat.size).fill(7);
    flat.write(Float32Array.of(3, 0, 1, -0.5, 2), into);
    expect([...into]).toEqual([-0.5, 2, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0]);
  });

  it('reads the whole observation of the simulator', () => {
    const spec = observationSpec(COMPACT);
    const tokens = ['goal', 'rules'].map((name) => partOf(spec, name)!.shape.reduce((a, b) => a * b, 1));
    const count = tokens[0] + tokens[1];
    const floats = new BatchedEnvironment(COMPACT, 1).observationSpec.size - count;
    expect(make(1).world.observation).toBe(floats + count * partOf(spec, 'goal')!.cardinality!);
  });
});
