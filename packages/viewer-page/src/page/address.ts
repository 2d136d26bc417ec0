import { VIEWS, type ViewName } from './scene/cameras.js';

/** A moment of an episode. */
export interface At {
  /** From 0. */
  trial: number;
  /** Since the trial's start. */
  seconds: number;
}

/** Everything that a link encodes: the episode and how it is displayed. */
export interface Address {
  /** Path of a replay file. */
  replay?: string;
  /** Path of a task file, or `FILE.jsonl:N`. */
  task?: string;
  /** Who plays the task: `me`, `oracle`, `explorer`, or the path of an agent file. */
  player?: string;
  /** Who plays the other seat of a task for two. Absent: the same player, and beside a person the agent. */
  beside?: string;
  /** Seat of the player in a task for two, 1 or 2, whose view is shown. */
  seat?: number;
  trials?: number;
  seed?: number;
  mode?: 'greedy';
  at?: At;
  view?: ViewName;
  speed?: number;
  /** Always draw at full resolution, however slow the machine is. */
  sharp?: boolean;
}

function wholeNumber(text: string | null, lowest: number, highest: number): number | undefined {
  const value = Number(text);
  return text !== null && /^\d+$/.test(text) && value >= lowest && value <= highest ? value : undefined;
}

/** Parses a URL fragment. Invalid parts are left out. */
export function readAddress(fragment: string): Address {
  const given = new URLSearchParams(fragment.replace(/^#/, ''));
  const text = (name: string): string | undefined => given.get(name) || undefined;
  const at = /^(\d{1,3}):(\d+(?:\.\d+)?)$/.exec(given.get('at') ?? '');
  const speed = Number(given.get('speed'));
  const address: Address = {
    replay: text('replay'),
    task: text('task'),
    player: text('player'),
    beside: text('beside'),
    seat: wholeNumber(given.get('seat'), 1, 2),
    trials: wholeNumber(given.get('trials'), 1, 100),
    seed: wholeNumber(given.get('seed'), 0, Number.MAX_SAFE_INTEGER),
    mode: given.get('mode') === 'greedy' ? 'greedy' : undefined,
    at: at && Number(at[1]) > 0 ? { trial: Number(at[1]) - 1, seconds: Number(at[2]) } : undefined,
    view: VIEWS.find((view) => view === given.get('view')),
    speed: speed > 0 && speed <= 16 ? speed : undefined,
    sharp: given.has('sharp') || undefined,
  };
  return Object.fromEntries(Object.entries(address).filter(([, value]) => value !== undefined)) as Address;
}

/** Writes the fragment that `readAddress` reads. Trials count from 1 in it. */
export function writeAddress({ at, sharp, ...rest }: Address): string {
  const parts = Object.entries(rest).filter(([, value]) => value !== undefined);
  if (at) parts.push(['at', `${at.trial + 1}:${at.seconds.toFixed(1)}`]);
  if (sharp) parts.push(['sharp', '1']);
  return parts.map(([name, value]) => `${name}=${encoded(String(value))}`).join('&');
}

/** Slashes and colons need no escape in a fragment, so paths stay readable. */
const encoded = (text: string): string => encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%3A', ':');
