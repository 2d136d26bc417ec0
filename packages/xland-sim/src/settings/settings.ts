import type { CameraSettings } from './camera-settings.js';
import { withCurrentKeys } from './former-keys.js';
import type { ActionGroup } from './specs.js';

/** Everything that shapes one simulation besides the task: plain JSON data, kept beside every trained agent. */
export interface SimulationSettings {
  /** Physics steps (30 per second) of one step. */
  actionRepeat: number;
  /** Objects in an observation, nearest first. */
  maxEntities: number;
  /** Rule slots in an observation; a task with more rules is refused. */
  maxRules: number;
  /** Goal slots in an observation; a task with a longer conjunction is refused. */
  goalSlots: number;
  /** Action groups that the agent has. */
  groups: Record<ActionGroup['name'], boolean>;
  /** Walking speed, m/s. */
  speed: number;
  /** Turn of one step, degrees, spread evenly over its physics steps. */
  turn: { large: number; small: number };
  /** Change of the look angle in one step, and its largest value either way, degrees. */
  look: { step: number; limit: number };
  /** From the eye to the centre of an object that can be grabbed, metres. */
  reach: number;
  /** Distance of the hand in front of the avatar, metres; `step` per step. */
  hand: { start: number; min: number; max: number; step: number };
  /**
   * What `grab` does with a full hand: true lets go of what is held and takes what is aimed at, if anything is; false keeps it.
   * Trying one object after the other then takes one choice instead of three, which is what exploration finds by chance.
   */
  swap: boolean;
  /** Half angles of the cone about the line of sight in which the hand grabs, degrees. */
  cone: { azimuth: number; elevation: number };
  /** Full angles of the view, degrees; an elevation of 180 or more does not limit. */
  fieldOfView: { azimuth: number; elevation: number };
  /** Rays spread evenly over the field of view, at each of the heights (metres); a count of 0 leaves the part out. */
  rays: { count: number; heights: number[] };
  /** Whether the agent is told its position and heading in the room. */
  pose: boolean;
  /**
   * Whether the agent is told which object types it saw a rule take away and bring about in the last step. Entities have no identity:
   * without this, an object that vanishes must be noticed by its absence. Absent: false.
   */
  events?: boolean;
  /**
   * Tells the agent how high the ground is, against its feet, at these distances (metres) in so many directions over the field of view, whatever
   * hides it: the height scan of legged robots. Level rays show neither where a ramp leads nor where the ground falls off. Absent: none.
   */
  ground?: { directions: number; distances: number[] };
  /** Gives the agent a picture of what is before its eyes; absent: none. */
  camera?: CameraSettings;
}

/** The preset that learns on two cores: 5 steps a second, three action groups, a hand that forgives. */
export const COMPACT: SimulationSettings = {
  actionRepeat: 6,
  maxEntities: 12,
  maxRules: 8,
  goalSlots: 1,
  groups: { move: true, strafe: false, turn: true, look: false, hand: true, reach: false },
  speed: 3,
  turn: { large: 30, small: 8 },
  look: { step: 15, limit: 60 },
  reach: 1.3,
  hand: { start: 0.9, min: 0.6, max: 2, step: 0.2 },
  swap: true,
  cone: { azimuth: 15, elevation: 60 },
  fieldOfView: { azimuth: 110, elevation: 180 },
  rays: { count: 8, heights: [0.25] },
  pose: true,
  events: true,
  ground: { directions: 7, distances: [0.75, 1.5, 2.5, 4] },
};

/** Close to the paper: 7.5 steps a second, all action groups, a narrow cone that needs looking up and down. */
export const PAPER: SimulationSettings = {
  actionRepeat: 4,
  maxEntities: 16,
  maxRules: 16,
  goalSlots: 1,
  groups: { move: true, strafe: true, turn: true, look: true, hand: true, reach: true },
  speed: 3,
  turn: { large: 30, small: 6 },
  look: { step: 10, limit: 60 },
  reach: 2.5,
  hand: { start: 0.9, min: 0.6, max: 2, step: 0.2 },
  swap: false,
  cone: { azimuth: 12, elevation: 12 },
  fieldOfView: { azimuth: 90, elevation: 90 },
  rays: { count: 24, heights: [0.25, 0.75] },
  pose: true,
};

/** Settings that only shape observations: worlds that differ in nothing else move alike. */
const OF_OBSERVATIONS: readonly (keyof SimulationSettings)[] = [
  'maxEntities',
  'maxRules',
  'goalSlots',
  'rays',
  'pose',
  'events',
  'ground',
  'camera',
];

/** The first setting in which two worlds move differently, in words; undefined where there is none. */
export function dynamicsDifference(theirs: SimulationSettings, ours: SimulationSettings): string | undefined {
  const [there, here] = [theirs, ours].map((settings) => withCurrentKeys(settings) as SimulationSettings);
  const names = new Set([...Object.keys(there), ...Object.keys(here)]) as Set<keyof SimulationSettings>;
  for (const name of names) {
    if (OF_OBSERVATIONS.includes(name)) continue;
    const [a, b] = [there[name], here[name]].map((value) => canonical(value));
    if (a !== b) return `"${name}" is ${a} there and ${b} here`;
  }
  return undefined;
}

/** JSON with the members of objects in alphabetical order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
