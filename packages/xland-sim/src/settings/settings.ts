import * as z from 'zod';
import { cameraSettings } from './camera-settings.js';
import { withCurrentKeys } from './former-keys.js';
import { ownPart } from './own-parts.js';

const amount = z.number().min(0);
const whole = z.int().min(0);
const flag = z.boolean();
const degrees = amount.max(360);
const ascending = z
  .array(z.number().gt(0))
  .refine((distances) => distances.every((d, k) => k === 0 || distances[k - 1] < d), 'must be in ascending order');

/**
 * Everything that defines a simulation besides the task: plain JSON data, stored with every trained agent. A file
 * contains all settings. Only `hideTrials` and those from `events` on may be absent; without one of the latter the agent
 * lacks that part of the observation.
 */
export const simulationSettings = z.strictObject({
  actionRepeat: z.int().min(1).meta({
    description: 'Physics steps (30 a second) of one environment step.',
    unit: 'physics steps',
    paper: 'AdA: 4',
  }),
  maxEntities: whole.meta({ description: 'Objects in an observation, nearest first.', unit: 'objects' }),
  maxRules: whole.meta({
    description: 'Rules in an observation; a task with more is refused.',
    unit: 'rules',
    paper: 'AdA: 16',
  }),
  goalSlots: whole.meta({
    description: 'Predicates of the goal in an observation; a task with a longer conjunction is refused.',
    unit: 'predicates',
    paper: 'AdA: 1',
  }),
  groups: z.strictObject({
    move: flag.meta({ description: 'Whether the agent can walk forward and back.', paper: 'AdA: true' }),
    strafe: flag.meta({ description: 'Whether the agent can walk sideways.', paper: 'AdA: true' }),
    turn: flag.meta({ description: 'Whether the agent can turn left and right.', paper: 'AdA: true' }),
    look: flag.meta({ description: 'Whether the agent can look up and down.', paper: 'AdA: true' }),
    hand: flag.meta({ description: 'Whether the agent can grab and let go.', paper: 'AdA: true' }),
    reach: flag.meta({ description: 'Whether the agent can move its hand nearer and farther.' }),
  }),
  speed: amount.meta({ description: 'Walking speed.', unit: 'm/s' }),
  turn: z.strictObject({
    large: degrees.meta({
      description: 'Large turn of one step, spread evenly over its physics steps.',
      unit: 'degrees',
    }),
    small: degrees.meta({ description: 'Small turn of one step.', unit: 'degrees' }),
  }),
  look: z.strictObject({
    step: degrees.meta({ description: 'Change of the look angle in one step.', unit: 'degrees' }),
    limit: degrees.meta({ description: 'Largest look angle, up and down.', unit: 'degrees' }),
  }),
  reach: amount.meta({
    description: 'Largest distance from the eye to the centre of an object that can be grabbed.',
    unit: 'm',
  }),
  hand: z.strictObject({
    start: amount.meta({ description: 'Distance of the hand in front of the avatar when a trial starts.', unit: 'm' }),
    min: amount.meta({ description: 'Least distance of the hand.', unit: 'm' }),
    max: amount.meta({ description: 'Largest distance of the hand.', unit: 'm' }),
    step: amount.meta({ description: 'Change of the distance in one step of the `reach` group.', unit: 'm' }),
  }),
  swap: flag.meta({
    description:
      'What `grab` does with a full hand: true lets go and takes what is aimed at, false keeps what is held. ' +
      'Trying one object after the other then takes one action instead of three.',
  }),
  cone: z.strictObject({
    azimuth: degrees.meta({
      description: 'Half angle to the left and right of the line of sight within which the hand grabs.',
      unit: 'degrees',
    }),
    elevation: degrees.meta({ description: 'The same, up and down.', unit: 'degrees' }),
  }),
  fieldOfView: z.strictObject({
    azimuth: degrees.meta({ description: 'Horizontal angle of view.', unit: 'degrees' }),
    elevation: degrees.meta({ description: 'Vertical angle of view; 180 or more does not limit.', unit: 'degrees' }),
  }),
  rays: z.strictObject({
    count: whole.meta({
      description: 'Distance rays at each height, spread evenly over the field of view; 0: no rays.',
      unit: 'rays',
    }),
    heights: z.array(z.number()).meta({ description: 'Heights of the rays above the feet.', unit: 'm' }),
  }),
  pose: flag.meta({ description: 'Whether the agent is told its position and heading in the room.' }),
  hideTrials: flag.optional().meta({
    description:
      'Whether the agent is never told how many trials an episode has and which of them this is. Then its first ' +
      'trial is the same whatever follows. Absent: false.',
    paper: 'AdA: false',
  }),
  events: flag.optional().meta({
    description:
      'Whether the agent is told which object types it saw a rule take away and bring about in the last step. ' +
      'Entities have no identity: without this, only an absence tells of it. Absent: false.',
  }),
  ground: z
    .strictObject({
      directions: whole.meta({
        description:
          'Directions over the field of view in which the agent is told how high the ground is, against its ' +
          'feet; 0: none.',
        unit: 'directions',
      }),
      distances: z.array(amount).meta({ description: 'Distances at which it is told so.', unit: 'm' }),
    })
    .optional(),
  camera: cameraSettings.optional(),
  aim: flag.optional().meta({
    description: 'Whether the agent is told which object its hand would take now. Absent: false.',
  }),
  surroundings: z
    .strictObject({
      directions: whole.meta({
        description:
          'Directions all around in which the agent is told how high the ground is, against its feet, as far as a ' +
          'look round would show it; 0: none.',
        unit: 'directions',
      }),
      distances: ascending.meta({ description: 'Distances at which it is told so.', unit: 'm' }),
    })
    .optional(),
  places: flag.optional().meta({
    description:
      'Whether the agent is told where in the room each object in view is, and how high it stands itself. Without ' +
      'this, memory of a place takes a rotation by the heading. Absent: false.',
  }),
  recall: flag.optional().meta({
    description:
      'Whether the agent is also told of objects that it saw earlier in the trial and does not see now: where it saw ' +
      'them last, and how long ago. Absent: false.',
  }),
  ways: flag.optional().meta({
    description:
      'Whether the agent is told at which angle, over ground that it has had in view in this trial, the way to each ' +
      'object begins, and that to the nearest ground that it has not had in view. Absent: false.',
  }),
  acrossTrials: flag.optional().meta({
    description:
      'Whether what `recall`, `ways` and `unexplored` tell lasts for the episode instead of the trial. Every trial ' +
      'starts alike, so it then begins with the objects of the trials before where they were first seen, and with the ' +
      'ground of all trials. Clearing the memory of an agent clears this, too. Absent: false.',
  }),
  unexplored: z
    .strictObject({
      directions: whole.meta({
        description: 'Sectors all around in which the agent is told how much ground it has not had in view; 0: none.',
        unit: 'sectors',
      }),
      distances: ascending.meta({ description: 'Radii between the rings of each sector.', unit: 'm' }),
    })
    .optional(),
  ownParts: z
    .array(
      z.string().refine((name) => ownPart(name) !== undefined, {
        error: ({ input }) => `must name registered parts, and there is no "${input}" (node --import FILE)`,
      }),
    )
    .optional()
    .meta({
      description:
        'Parts of the observation that a module of your own has registered (examples/own-observation.mjs). Absent: none.',
    }),
  players: z
    .int()
    .min(1)
    .max(2)
    .optional()
    .meta({
      description:
        'Players of an environment that act, each with its own observation and reward. With 2, an agent is told of the ' +
        'other player while it sees it. Absent: 1.',
      unit: 'players',
      paper: 'AdA: 1, and 2 in its multi-agent experiments',
    }),
});
export type SimulationSettings = z.infer<typeof simulationSettings>;

/** The compact embodiment, which learns on two cores: 5 steps per second, three action groups, a wide grabbing cone. */
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

/**
 * An embodiment close to the paper: 7.5 steps per second, all action groups, a narrow cone that requires looking up and
 * down.
 */
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

/** Settings that affect only observations. Two worlds that differ only in these have the same dynamics. */
const OF_OBSERVATIONS: readonly (keyof SimulationSettings)[] = [
  'maxEntities',
  'maxRules',
  'goalSlots',
  'rays',
  'pose',
  'hideTrials',
  'events',
  'ground',
  'camera',
  'aim',
  'surroundings',
  'recall',
  'unexplored',
  'ways',
  'acrossTrials',
  'places',
  'ownParts',
  'players',
];

/** Describes the first setting that gives two worlds different dynamics. Undefined if there is none. */
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

/** JSON with object members in alphabetical order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
