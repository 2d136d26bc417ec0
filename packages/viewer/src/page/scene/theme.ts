import { Color } from 'three';

export type ThemeName = 'light' | 'dark';

/** Light and colours of the scene. */
export interface SceneTheme {
  zenith: number;
  horizon: number;
  ground: number;
  sun: { colour: number; intensity: number };
  sky: { above: number; below: number; intensity: number };
  /** How much of the sky's picture lights the things. */
  surroundings: number;
  exposure: number;
  /** Floor of a level, 0 to 9. */
  floor: (level: number) => Color;
  wall: number;
  /** Thin lines between tiles, and how strong. */
  line: { colour: number; strength: number };
}

export const THEMES: Record<ThemeName, SceneTheme> = {
  light: {
    zenith: 0x4f9be6,
    horizon: 0xd9ecf7,
    ground: 0xa9c9d6,
    sun: { colour: 0xffedd0, intensity: 2.3 },
    sky: { above: 0xe6f1ff, below: 0xa8a48c, intensity: 0.75 },
    surroundings: 0.28,
    exposure: 1,
    floor: (level) => new Color().setHSL(0.45 - 0.055 * level, 0.24 + 0.025 * level, 0.55 + 0.035 * level),
    wall: 0x7d8ba3,
    line: { colour: 0x1f4a45, strength: 0.3 },
  },
  dark: {
    zenith: 0x070b1a,
    horizon: 0x2b3a68,
    ground: 0x18213f,
    sun: { colour: 0xd5defa, intensity: 1.9 },
    sky: { above: 0x8ea2dd, below: 0x2b2f4c, intensity: 0.95 },
    surroundings: 0.6,
    exposure: 1.15,
    floor: (level) => new Color().setHSL(0.6 - 0.022 * level, 0.26, 0.22 + 0.05 * level),
    wall: 0x49557d,
    line: { colour: 0xa8b8ff, strength: 0.16 },
  },
};

/** One colour per rule, the same on its card, in the timeline and where it fires; told apart also by people who see few colours. */
export const RULE_COLOURS = ['#12a594', '#e5484d', '#3b82f6', '#f97316', '#a855f7', '#84a40b', '#ec4899', '#0ea5c9'];

export const ruleColour = (rule: number): string => RULE_COLOURS[rule % RULE_COLOURS.length];
