import { describe, expect, it } from 'vitest';
import { DREAMER_DEFAULTS, DREAMER_SIZES, DreamerActor, DreamerNetwork, type WorldSpec } from '../src/index.js';
import { uniforms } from './random.js';
import { core, draw, encode, mixed, named, parts, posteriorLogits, type Row } from './slow-network.js';
import { seenAction, slowAction, slowPolicy } from './slow-policy.js';

const SIZE = { ...DREAMER_SIZES.tiny, deter: 8, hidden: 4, units: 4, stoch: 3, classes: 3, blocks: 2, bins: 5 };
const networkOf = (world: WorldSpec) => new DreamerNetwork(world, SIZE, DREAMER_DEFAULTS);
const parametersOf = (network: DreamerNetwork) =>
  network.initialise({ float: uniforms(5) }).map((x, i) => x + 0.3 * Math.sin(i));

function spoiled(network: DreamerNetwork, parameters: Float32Array, name: string): Float32Array {
  const copy = parameters.slice();
  copy[network.parameters.place(name).offset] = Number.NaN;
  return copy;
}

/** The same step as loops over numbers, for one environment that keeps its state in `memory`. */
function slowStep(
  network: DreamerNetwork,
  memory: { h: Row; z: Row; a: Row },
  observation: Row,
  first: boolean,
  noise: { latent: Row; action: Row },
) {
  const w = named(network.parameters, [...parametersOf(network)]);
  const kept = (x: Row) => x.map((each) => (first ? 0 : each));
  memory.h = core(w, kept(memory.h), kept(memory.z), seenAction(kept(memory.a)), SIZE.blocks);
  const logits = parts(posteriorLogits(w, memory.h, encode(w, observation)), [3, 3, 3]);
  memory.z = logits.flatMap((x, s) => draw(mixed(x, 0.01), noise.latent[s]));
  memory.a = slowAction(slowPolicy(w, [...memory.h, ...memory.z], network.world, DREAMER_DEFAULTS), noise.action);
}

describe('acting', () => {
  it.each<[string, WorldSpec]>([
    ['two groups', { observation: 2, actionDims: [2, 3] }],
    ['continuous actions', { observation: 2, actionDims: [], continuous: 2 }],
  ])('%s: it is the loop over numbers, which remembers until an episode begins', async (_, world) => {
    const E = 2;
    const network = networkOf(world);
    const parameters = parametersOf(network);
    const { actions: A, actionDraws: G } = network;
    const actor = await DreamerActor.create(network, { environments: E });
    actor.setParameters(parameters);
    const memories = Array.from({ length: E }, () => ({
      h: Array(8).fill(0),
      z: Array(9).fill(0),
      a: Array(A).fill(0),
    }));
    const random = uniforms(9);
    for (let t = 0; t < 6; t++) {
      const observations = Float32Array.from({ length: E * 2 }, () => 6 * random() - 3);
      // The second environment begins a new episode at step 3.
      const first = Float32Array.of(Number(t === 0), Number(t === 0 || t === 3));
      const drawn: number[] = [];
      const noise = { float: () => drawn[drawn.push(random()) - 1] };
      const state = await actor.step(observations, first, noise);
      memories.forEach((memory, e) => {
        const latent = drawn.slice(e * 3, e * 3 + 3);
        const action = drawn.slice(E * 3 + e * G, E * 3 + e * G + G);
        slowStep(network, memory, [...observations.slice(e * 2, e * 2 + 2)], first[e] === 1, { latent, action });
        memory.h.forEach((x, i) => {
          expect(state.deter[e * 8 + i]).toBeCloseTo(x, 4);
        });
        expect([...state.stoch.slice(e * 3, e * 3 + 3)]).toEqual(parts(memory.z, [3, 3, 3]).map((x) => x.indexOf(1)));
        expect([...state.actions.slice(e * A, e * A + A)]).toEqual(memory.a.map((x) => expect.closeTo(x, 4)));
      });
    }
    const step = (x: number) => actor.step(new Float32Array(4).fill(x), new Float32Array(2), { float: random });
    await expect(step(Number.NaN)).rejects.toThrow('An observation is not finite.');
    actor.setParameters(parameters.map(() => Number.NaN));
    await expect(step(1)).rejects.toThrow('the parameters are not');
    if (world.continuous) {
      // The world model is whole, the policy is not.
      actor.setParameters(spoiled(network, parameters, 'policy/std/bias'));
      actor.restore({ deter: new Float32Array(E * 8), stoch: new Int32Array(E * 3), actions: new Float32Array(E * A) });
      await expect(step(1)).rejects.toThrow('an action is not finite');
    }
    await actor.release();
  });
});
