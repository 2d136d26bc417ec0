import { CAMERA } from '../settings/camera-settings.js';
import { observationSpec, type PartDraft, partDrafts } from '../settings/layout.js';
import { COMPACT, PAPER } from '../settings/settings.js';

/** All existing parts and features: those of the compact world, and those that it lacks. */
const WORLD = {
  ...COMPACT,
  camera: CAMERA,
  aim: true,
  surroundings: { directions: 16, distances: [0.75, 1.5, 2.5, 4, 6] },
  places: true,
  recall: true,
  ways: true,
  unexplored: { directions: 16, distances: [2, 4, 7, 11] },
  players: 2,
};

const ABOUT: Record<string, string> = {
  entities:
    'Objects in view, nearest first; rows after the last are 0. An object has no identity from one step to the next. ' +
    '`aimed` is there with the setting `aim`, `place` and `height` with the setting `places`. With the setting ' +
    '`recall`, rows follow of objects that the agent saw earlier in the trial and does not see now, where it saw them ' +
    'last, nearest first; `outOfView` is there with it, `way` and `wayLength` with the setting `ways`. With the setting ' +
    '`acrossTrials` a trial begins with the objects of the trials before, where each was first seen. AdA has no such ' +
    'help.',
  rays: 'Level rays over the field of view, from right to left, each height above the feet in turn.',
  body:
    'What the avatar feels of its own body. Position and heading are there with the setting `pose`, the height with ' +
    'the setting `places`.',
  time: 'Seconds and trials that are left.',
  previous: 'The last action, one one-hot for each action group, and what came of it. 0 at the start of an episode.',
  events:
    'What rules did before the eyes of the agent in the last step. Row 1: vanished, row 2: appeared. Setting `events`.',
  ground: 'Height of the ground, one row for each direction of the view, from right to left. Setting `ground`.',
  surroundings:
    'Height of the ground all around, as an avatar that turns round would see it: one row for each direction, from ' +
    'straight behind over the right, ahead and the left. Setting `surroundings`; the worlds of the presets have none. ' +
    'AdA has no such part: its agents look ahead only.',
  unexplored:
    'How much ground has not been in view in this trial, or, with the setting `acrossTrials`, in this episode: one row ' +
    'for each sector, from straight behind over the right, ahead and the left. Setting `unexplored`; the worlds of the ' +
    'presets have none. AdA has no such part.',
  frontier:
    'The way to the nearest ground that has not been in view, over ground that has been; other ground counts as ' +
    'passable. Setting `ways`. AdA has no such part.',
  others:
    'The other player, in worlds for two: setting `players`. 0 while its head is not in view. `place` and `height` are ' +
    'there with the setting `places`.',
  camera: 'A picture with depth, rows from top to bottom. Setting `camera`; the worlds of the presets have none.',
  goal: 'The goal, one row for each predicate. The same in all steps of an episode.',
  rules: 'The rules, one row for each. The same in all steps of an episode. A hidden rule tells only its kind.',
};

function tableOf({ name, rows, features }: PartDraft): string {
  let at = 0;
  const lines = features.map(({ name: feature, size, scale, unit, meaning }) => {
    const places = size === 1 ? `${at}` : `${at}-${at + size - 1}`;
    at += size;
    return `| \`${feature}\` | ${places} | ${scale === undefined ? '' : `${scale} ${unit}`} | ${meaning} |`;
  });
  const shape = [...rows, at].join(' x ');
  return `## \`${name}\`: ${shape}

${wrapped(ABOUT[name])}

| feature | floats of a row | 1 is | meaning |
|---|---|---|---|
${lines.join('\n')}
`;
}

/** Lines of at most 100 characters. */
const wrapped = (text: string): string => text.replace(/(.{1,100})(?: |$)/g, '$1\n').trimEnd();

function tokenTable(drafts: readonly PartDraft[]): string {
  const tokens = new Map(
    drafts.flatMap(({ features }) => features.map((feature) => [feature.name, feature.tokens ?? []])),
  );
  const lines = [...tokens].map(([name, ranges]) => {
    const cells = ranges.map(({ name: list, first, count }) => {
      return `${count === 1 ? first : `${first}-${first + count - 1}`} ${inWords(list)}`;
    });
    return `| \`${name}\` | ${cells.join(', ')} |`;
  });
  return `| token | values |\n|---|---|\n${lines.join('\n')}\n`;
}

/** `hiddenTypes` -> `hidden types`. */
const inWords = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** What `docs/observation.md` says: every part of an observation with its features, and the values of tokens. */
export function observationPage(): string {
  const { byStep, byEpisode } = partDrafts(WORLD);
  const [compact, paper] = [COMPACT, PAPER].map(observationSpec);
  return `# The observation

(This page is written by \`pnpm docs:observation\` from \`packages/xland-sim/src/settings/features.ts\`.)

One flat vector of 32-bit floats per step: the parts below, one after another, without gaps.
\`observationSpec(settings)\` says where each part and each feature lies. The simulator, the network
and the files of agents read it from there. Sizes on this page are those of the settings \`COMPACT\`
(${compact.size} floats without a camera); \`PAPER\` has ${paper.size}. Right, up and forward are those of the avatar's
body. "1 is" is the quantity that a float of 1 stands for.

${[...byStep, ...byEpisode].map(tableOf).join('\n')}
## Values of tokens

Object types are numbered shape by shape, and within a shape colour by colour. Hidden types and
predicates are numbered by their place in \`hiding\` of the [task file](task-files.md).

${tokenTable(byEpisode)}`;
}
