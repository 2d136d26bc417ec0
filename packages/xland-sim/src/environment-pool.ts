import { isMainThread, parentPort, receiveMessageOnPort, Worker, workerData } from 'node:worker_threads';
import type { Task } from '@open-ada/production-rules';
import { BatchedEnvironment } from './batched-environment.js';
import type { EpisodeOptions } from './episode.js';
import { actionSpec, observationSpec } from './layout.js';
import type { SimulationSettings } from './settings.js';
import type { ActionSpec, ObservationSpec } from './specs.js';

/** What a worker is told at its start. */
interface Job {
  role: 'open-ada environment pool';
  settings: SimulationSettings;
  /** The slots of the pool that the worker plays. */
  first: number;
  count: number;
  memory: Memory;
  /** Incremented and notified for each command; the worker sleeps on it. */
  bell: Int32Array;
}

/** Views of shared memory, for all slots E of the pool. */
interface Memory {
  actions: Int32Array;
  rewards: Float32Array;
  events: Uint8Array;
  observations: Float32Array;
}

type Command =
  | { name: 'step' }
  | { name: 'reset'; slot: number; task: Task; options: EpisodeOptions }
  | { name: 'restore'; slot: number; snapshot: Uint8Array }
  | { name: 'snapshot' | 'digest' | 'firings'; slot: number };

/** Commands are answered in the order in which they came. */
type Answer = { value: unknown } | { error: string };

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

function shared<T>(View: new (buffer: SharedArrayBuffer) => T, bytesPerElement: number, length: number): T {
  return new View(new SharedArrayBuffer(bytesPerElement * length));
}

/**
 * E environments, shared out among worker threads that step them in lockstep. A slot gives the same, to the last bit,
 * whatever the number of workers: what a slot does depends on nothing outside it.
 *
 * The arrays are shared memory: fill `actions`, call `step`, then read `rewards`, `events` and `observations`. They are
 * valid between the end of one call and the beginning of the next.
 */
export class EnvironmentPool {
  readonly observationSpec: ObservationSpec;
  readonly actionSpec: ActionSpec;
  /** `[E, G]`: options of the next decision. */
  readonly actions: Int32Array;
  /** `[E]`: see `BatchedEnvironment.step`. */
  readonly rewards: Float32Array;
  readonly events: Uint8Array;
  /** `[E, observationSpec.size]`: after the last step, reset or restore of each slot. */
  readonly observations: Float32Array;
  private readonly members: Member[];

  private constructor(settings: SimulationSettings, count: number, workers: number) {
    this.observationSpec = observationSpec(settings);
    this.actionSpec = actionSpec(settings);
    this.actions = shared(Int32Array, 4, count * this.actionSpec.groups.length);
    this.rewards = shared(Float32Array, 4, count);
    this.events = shared(Uint8Array, 1, count);
    this.observations = shared(Float32Array, 4, count * this.observationSpec.size);
    const { actions, rewards, events, observations } = this;
    const memory = { actions, rewards, events, observations };
    this.members = Array.from({ length: workers }, (_, w) => {
      const first = Math.floor((w * count) / workers);
      const next = Math.floor(((w + 1) * count) / workers);
      const bell = shared(Int32Array, 4, 1);
      const role = 'open-ada environment pool';
      return new Member({ role, settings, first, count: next - first, memory, bell }, w + 1, workers);
    });
  }

  /**
   * @param count slots of the whole pool, E
   * @param workers threads, at most one per slot
   * @throws Error in one sentence where the numbers do not fit, or a worker does not start
   */
  static async create(
    settings: SimulationSettings,
    { count, workers }: { count: number; workers: number },
  ): Promise<EnvironmentPool> {
    if (!Number.isInteger(count) || !Number.isInteger(workers) || workers < 1 || workers > count) {
      throw new Error(`A pool needs 1 or more environments and 1..environments workers, not ${count} and ${workers}.`);
    }
    const pool = new EnvironmentPool(settings, count, workers);
    try {
      await Promise.all(pool.members.map((member) => member.ready));
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  get count(): number {
    return this.rewards.length;
  }

  /** Plays one decision in every slot. The promise is rejected, now and from then on, when a worker has died. */
  async step(): Promise<void> {
    const steps = this.members.map((member) => member.ask({ name: 'step' }));
    await Promise.all(steps);
  }

  /** Begins an episode in a slot; its observation is there when the promise resolves. See `BatchedEnvironment.reset`. */
  async reset(slot: number, task: Task, options: EpisodeOptions): Promise<void> {
    await this.ownerOf(slot).ask({ name: 'reset', slot, task, options });
  }

  async snapshot(slot: number): Promise<Uint8Array> {
    return (await this.ownerOf(slot).ask({ name: 'snapshot', slot })) as Uint8Array;
  }

  async restore(slot: number, snapshot: Uint8Array): Promise<void> {
    await this.ownerOf(slot).ask({ name: 'restore', slot, snapshot });
  }

  async digest(slot: number): Promise<string> {
    return (await this.ownerOf(slot).ask({ name: 'digest', slot })) as string;
  }

  async firings(slot: number): Promise<number> {
    return (await this.ownerOf(slot).ask({ name: 'firings', slot })) as number;
  }

  /** Ends the workers. */
  async close(): Promise<void> {
    await Promise.all(this.members.map((member) => member.close()));
  }

  private ownerOf(slot: number): Member {
    const owner = this.members.find(({ job: { first, count } }) => slot >= first && slot < first + count);
    if (owner === undefined) throw new Error(`The pool has the environments 0..${this.count - 1}, not ${slot}.`);
    return owner;
  }
}

/** One worker, seen from the thread that asks it. */
class Member {
  readonly ready: Promise<unknown>;
  private readonly worker: Worker;
  private readonly pending: Pending[] = [];
  /** Set when the worker has ended, in one sentence. */
  private fault: string | undefined;

  constructor(
    readonly job: Job,
    index: number,
    workers: number,
  ) {
    const last = job.first + job.count - 1;
    const name = `Worker ${index} of ${workers} (environments ${job.first}..${last})`;
    // Node's own options, such as `--input-type`, are about the program of the main thread.
    this.worker = new Worker(new URL(import.meta.url), { workerData: job, execArgv: [] });
    this.ready = this.expect();
    this.worker.on('message', (answer: Answer) => {
      const asked = this.pending.shift();
      this.rest();
      if ('error' in answer) asked?.reject(new Error(answer.error));
      else asked?.resolve(answer.value);
    });
    this.worker.on('error', (error: Error) => this.fail(`${name} died: ${error.message.split('\n')[0]}`));
    this.worker.on('exit', (code) => this.fail(`${name} has ended (exit code ${code})`));
  }

  ask(command: Command): Promise<unknown> {
    if (this.fault !== undefined) return Promise.reject(new Error(this.fault));
    const answer = this.expect();
    // What goes with a command is in shared memory or in the message; the bell only wakes the worker.
    this.worker.postMessage(command);
    Atomics.add(this.job.bell, 0, 1);
    Atomics.notify(this.job.bell, 0);
    return answer;
  }

  async close(): Promise<void> {
    this.fault ??= 'The pool is closed.';
    await this.worker.terminate();
  }

  /** The process may only end while nothing is awaited. */
  private expect(): Promise<unknown> {
    this.worker.ref();
    return new Promise((resolve, reject) => {
      this.pending.push({ resolve, reject });
    });
  }

  private rest(): void {
    if (this.pending.length === 0) this.worker.unref();
  }

  private fail(what: string): void {
    this.fault ??= `${what}; make a new pool.`;
    for (const { reject } of this.pending.splice(0)) reject(new Error(this.fault));
  }
}

/** The other side: obeys commands until the thread is ended. */
function serve({ settings, first, count, memory, bell }: Job): void {
  const environment = new BatchedEnvironment(settings, count);
  const groups = environment.actionSpec.groups.length;
  const { size } = environment.observationSpec;
  const actions = memory.actions.subarray(first * groups, (first + count) * groups);
  const rewards = memory.rewards.subarray(first, first + count);
  const events = memory.events.subarray(first, first + count);
  const observations = memory.observations.subarray(first * size, (first + count) * size);

  const obey = (command: Command): unknown => {
    if (command.name === 'step') {
      environment.step(actions, rewards, events);
      environment.observe(observations);
      return undefined;
    }
    const slot = command.slot - first;
    if (command.name === 'reset') environment.reset(slot, command.task, command.options);
    else if (command.name === 'restore') environment.restore(slot, command.snapshot);
    else return environment[command.name](slot);
    environment.observeSlot(slot, observations, slot * size);
    return undefined;
  };

  const port = parentPort!;
  const say = (answer: Answer): void => port.postMessage(answer);
  say({ value: undefined });
  for (;;) {
    const rung = Atomics.load(bell, 0);
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
      try {
        say({ value: obey(next.message as Command) });
      } catch (error) {
        say({ error: (error as Error).message });
      }
    }
    Atomics.wait(bell, 0, rung);
  }
}

if (!isMainThread && (workerData as Partial<Job> | null)?.role === 'open-ada environment pool')
  serve(workerData as Job);
