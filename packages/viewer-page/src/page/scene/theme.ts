import { Color } from 'three';

export type ThemeName = 'light' | 'dark';

/** Light and colours of the scene. */
export interface SceneTheme {
  zenith: number;
  horizon: number;
  /** Colour of the table on which the world stands; far away it becomes the horizon. */
  ground: number;
  sun: { colour: number; intensity: number };
  sky: { above: number; below: number; intensity: number };
  /** How strongly the sky's picture lights the objects. */
  surroundings: number;
  exposure: number;
  /** Floor colour of a level, 0 to 9. */
  floor: (level: number) => Color;
  wall: number;
  /** Colour of the path on the floor, of the first and of the second avatar. */
  ways: readonly [number, number];
  /** Thin lines between tiles, and their strength. */
  line: { colour: number; strength: number };
}

export const THEMES: Record<ThemeName, SceneTheme> = {
  light: {
    zenith: 0x4f9be6,
    horizon: 0xd9ecf7,
    ground: 0xa9c9d6,
    sun: { colour: 0xffedd0, intensity: 2.3 },
    sky: { above: 0xf1f6ff, below: 0xb9b2a0, intensity: 1.25 },
    surroundings: 0.28,
    exposure: 1,
    floor: (level) => new Color().setHSL(0.46 - 0.075 * level, 0.26 + 0.03 * level, 0.54 + 0.04 * level),
    wall: 0xb4bccb,
    ways: [0x2a5aa8, 0x9a3412],
    line: { colour: 0x1f4a45, strength: 0.3 },
  },
  dark: {
    zenith: 0x0c101b,
    horizon: 0x475270,
    ground: 0x343d56,
    sun: { colour: 0xe4e6f5, intensity: 1.8 },
    sky: { above: 0xb9c4e2, below: 0x5a5c70, intensity: 1.9 },
    surroundings: 0.45,
    exposure: 1.15,
    floor: (level) => new Color().setHSL(0.56 - 0.03 * level, 0.2 + 0.01 * level, 0.25 + 0.055 * level),
    wall: 0x8d96b0,
    ways: [0x8fe3ff, 0xffb38a],
    line: { colour: 0xa8b8ff, strength: 0.16 },
  },
};

/** Colours of a player: of its body, of its eyes and light, and of its field of view on the floor. */
export interface PlayerColours {
  body: number;
  light: number;
  view: number;
}

/** By seat. */
export const PLAYER_COLOURS: readonly [PlayerColours, PlayerColours] = [
  { body: 0x12a594, light: 0x9ffcea, view: 0x2ee6c8 },
  { body: 0xf97316, light: 0xffd9b0, view: 0xff9d4d },
];

/**
 * One colour per rule, the same on its card, in the timeline and where it fires. People with colour blindness can tell
 * them apart as well.
 */
const RULE_COLOURS = ['#12a594', '#e5484d', '#3b82f6', '#f97316', '#a855f7', '#84a40b', '#ec4899', '#0ea5c9'];

export const ruleColour = (rule: number): string => RULE_COLOURS[rule % RULE_COLOURS.length];
