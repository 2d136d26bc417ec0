import { Actor, type AdaAgent, exportPolicy, readPolicyDescription } from '@open-ada/ada-agent';
import { PolicyActor } from '@open-ada/ada-agent/acting';
import ort from 'onnxruntime-node';
import { OPTIONS, observationsAt, randomObservations } from '../../../test/kit/small-agent.js';
import { runtimeOf } from './policy-runtime.js';

/** Environments, steps of an episode, and the step before which the memory of the second environment is reset. */
export const [BATCH, STEPS, CLEARED] = [2, 8, 5];
export const all = randomObservations(BATCH, STEPS);
/** The memory of the second environment is reset once. */
export const segment = Int32Array.from({ length: BATCH * STEPS }, (_, i) => (i >= STEPS + CLEARED ? 1 : 0));
export const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (x, i) => Math.abs(x - b[i])));

/** What an actor answers in one episode: logits [B, T, options], and intents [B, T, 3] if it has any. */
export interface Played {
  logits: Float32Array;
  meant: Int32Array;
}

/** Two episodes one step after another, by an actor of the agent and by one that reads its policy file. */
export async function playBoth(agent: AdaAgent, flat: Float32Array): Promise<{ here: Played; file: Played }> {
  const actor = await Actor.create(agent, { environments: BATCH });
  actor.setParameters(flat);
  const here = await play(actor);
  await actor.release();
  const onnx = exportPolicy(agent, flat, { environments: BATCH });
  const session = await ort.InferenceSession.create(onnx);
  const file = await play(new PolicyActor(runtimeOf(session), readPolicyDescription(onnx, 'policy.onnx')));
  await session.release();
  return { here, file };
}

async function play(actor: Pick<Actor, 'act' | 'clear' | 'clearAll'>): Promise<Played> {
  const logits = new Float32Array(BATCH * STEPS * OPTIONS);
  const meant = new Int32Array(BATCH * STEPS * 3);
  // The second round starts from a used memory.
  for (let round = 0; round < 2; round++) {
    actor.clearAll();
    for (let t = 0; t < STEPS; t++) {
      if (t === CLEARED) actor.clear(1);
      const out = {
        actions: new Int32Array(BATCH * 2),
        logits: new Float32Array(BATCH * OPTIONS),
        values: new Float32Array(BATCH),
        intents: new Int32Array(BATCH * 3),
      };
      await actor.act(observationsAt(all, BATCH, STEPS, t), { float: () => 0.5 }, out);
      for (let b = 0; b < BATCH; b++) {
        logits.set(out.logits.subarray(b * OPTIONS, (b + 1) * OPTIONS), (b * STEPS + t) * OPTIONS);
        meant.set(out.intents.subarray(b * 3, (b + 1) * 3), (b * STEPS + t) * 3);
      }
    }
  }
  return { logits, meant };
}
