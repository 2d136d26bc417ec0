import { readFileSync } from 'node:fs';
import { decodeAgent, exportPolicy, readPolicyDescription } from '@open-ada/ada-agent';
import { type Mode, PolicyActor, type PolicySession } from '@open-ada/ada-agent/acting';
import { DREAMER_DEFAULTS, DREAMER_SIZES, DreamerNetwork } from '@open-ada/dreamer';
import { Random, type Task } from '@open-ada/production-rules';
import { exportDreamerPolicy, readDreamerPolicy } from '@open-ada/rollout';
import {
  actionSpec,
  BatchedEnvironment,
  COMPACT,
  FlatObservation,
  observationSpec,
  type SimulationSettings,
  withCurrentKeys,
} from '@open-ada/xland-sim';
import ort from 'onnxruntime-node';
import { type LiveAgent, ofPolicy } from '../src/page/players/agent.js';
import { DreamerAgent } from '../src/page/players/dreamer-agent.js';

type Terms = { trials: number; seed: number };

/** Greedy choices by another runtime, without the page. */
export async function actionsInNode(file: string, task: Task, options: Terms): Promise<number[][]> {
  const { agent, parameters, extra } = decodeAgent(Uint8Array.from(readFileSync(file)), file);
  const onnx = exportPolicy(agent, parameters, { extra });
  const { session, release } = await opened(onnx);
  const actor = ofPolicy(new PolicyActor(session, readPolicyDescription(onnx, file)));
  const actions = await played((seen) => actor.act(seen, { float: () => 0.5 }, 'greedy'), actor, task, options);
  await release();
  return actions;
}

/** What an agent of train:dreamer does in the page, by another runtime. */
export async function dreamerInNode(
  onnx: Uint8Array,
  task: Task,
  options: Terms,
  mode: Mode = 'sample',
): Promise<number[][]> {
  const { session, release } = await opened(onnx);
  const actor = new DreamerAgent(session, readDreamerPolicy(onnx)!);
  const random = new Random(options.seed, 1);
  const actions = await played((seen) => actor.act(seen, random, mode), actor, task, options);
  await release();
  return actions;
}

/** A policy file of an agent of train:dreamer that has learned nothing. */
export function tinyDreamer(): Uint8Array {
  const [seen, chosen] = [observationSpec(COMPACT), actionSpec(COMPACT)];
  const world = {
    observation: new FlatObservation(seen).size,
    actionDims: chosen.groups.map(({ options }) => options.length),
  };
  const size = DREAMER_SIZES.tiny;
  const network = new DreamerNetwork(world, size, DREAMER_DEFAULTS);
  const notes = { world, size, unimix: 0.01, simulation: COMPACT, observationSpec: seen, actionSpec: chosen };
  return exportDreamerPolicy({ network, parameters: network.initialise(new Random(1)), notes });
}

async function opened(onnx: Uint8Array): Promise<{ session: PolicySession; release(): Promise<void> }> {
  const inference = await ort.InferenceSession.create(onnx, { intraOpNumThreads: 1 });
  const session: PolicySession = {
    async run(inputs) {
      const feeds = Object.entries(inputs).map(([name, { data, dims }]) => [
        name,
        new ort.Tensor('float32', data, dims),
      ]);
      const results = await inference.run(Object.fromEntries(feeds));
      return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]));
    },
  };
  return { session, release: () => inference.release() };
}

async function played(
  act: (observations: Float32Array) => Promise<ArrayLike<number>>,
  { description: { extra } }: LiveAgent,
  task: Task,
  options: Terms,
): Promise<number[][]> {
  const environment = new BatchedEnvironment(withCurrentKeys(extra.simulation) as SimulationSettings, 1);
  environment.reset(0, task, options);
  const observations = new Float32Array(environment.observationSpec.size);
  const [rewards, events] = [new Float32Array(1), new Uint8Array(1)];
  const actions: number[][] = [];
  while (events[0] !== 2) {
    environment.observe(observations);
    actions.push(Array.from(await act(observations)));
    environment.step(Int32Array.from(actions.at(-1)!), rewards, events);
  }
  return actions;
}
