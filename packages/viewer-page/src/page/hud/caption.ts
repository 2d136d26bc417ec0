import { taskFromSeat } from '@open-ada/production-rules';
import { h } from '../dom.js';
import type { Change } from '../episode/frame.js';
import type { Firing, Recording } from '../episode/recording.js';
import type { Series } from './chart.js';
import { goalWords } from './words.js';

/** Seconds for which a caption stays readable: the episode's opening caption, and all others. */
const FIRST = 5;
const OTHERS = 2.5;

export interface Caption {
  text: string;
  /** Index of the rule that the sentence is about. */
  rule?: number;
  /** The sentence is about reward. */
  gold?: boolean;
}

const percent = (reward: number, of: number): string => `${Math.round((100 * reward) / of)} %`;

/**
 * Describes the present event in one sentence; undefined where there is nothing to describe.
 * @param position in steps from the episode's start, with fractions
 * @param seat of the player of whom it tells
 */
export function captionAt(recording: Recording, kind: Series['kind'], position: number, seat = 0): Caption | undefined {
  const { trialSteps, trials, secondsPerStep, actionRepeat, length } = recording;
  if (position >= length && recording.ended) return { text: summary(recording, seat), gold: true };
  const trial = Math.min(Math.floor(position / trialSteps), trials - 1);
  const start = trial * trialSteps;
  const since = (step: number): number => (position - step) * secondsPerStep;
  const fired = recording.firings.findLast(({ step, frame }) => {
    const age = since(step + frame / actionRepeat);
    return step >= start && age >= 0 && age < OTHERS;
  });
  if (fired) return { text: firingWords(fired, recording, seat), rule: fired.rules[0] };
  const begun = rewardedSince(recording.rewardsOf[seat], position, start);
  if (begun !== undefined && since(begun) < OTHERS) {
    return { text: 'The goal holds: reward, for as long as it does.', gold: true };
  }
  const [stay, text] = trial === 0 ? [FIRST, firstWords(recording, kind, seat)] : [OTHERS, nextWords(trial, kind)];
  return since(start) < stay ? { text } : undefined;
}

/** The first of the consecutive rewarded steps that include a position. */
function rewardedSince(rewards: readonly number[], position: number, start: number): number | undefined {
  let step = Math.floor(position);
  if (!(rewards[step] > 0)) return undefined;
  while (step > start && rewards[step - 1] > 0) step--;
  return step;
}

function firstWords(recording: Recording, kind: Series['kind'], seat: number): string {
  const task = taskFromSeat(recording.task, seat);
  const player = recording.players === 2 ? `player ${seat + 1}` : 'the player';
  const hidden = task.rules.filter((rule) => rule.hidden).length;
  const partly = task.hiding.types.length + task.hiding.predicates.length > 0;
  const goal = `Reward while this holds: ${goalWords(task.goal)}.`;
  if (kind === 'oracle') return `${goal} The scripted oracle knows all rules.`;
  if (kind === 'explorer') return `${goal} The scripted explorer knows only what it is shown, and was never trained.`;
  if (hidden === 1) return `${goal} One rule is hidden from ${player}: it has to be found out by trying.`;
  if (hidden > 1) return `${goal} ${hidden} rules are hidden from ${player}: they have to be found out by trying.`;
  if (partly) return `${goal} What the rules say is partly hidden from ${player}.`;
  return `${goal} Nothing is hidden from ${player}.`;
}

function nextWords(trial: number, kind: Series['kind']): string {
  const memory = kind === 'agent' || kind === 'explorer' ? `, the memory of trial ${trial} stays` : '';
  return `Trial ${trial + 1}: the world starts again${memory}.`;
}

function firingWords({ rules, changes }: Firing, { task }: Recording, seat: number): string {
  const told = taskFromSeat(task, seat).rules;
  const hidden = rules.some((rule) => told[rule]?.hidden);
  const who = rules.length > 1 ? `${rules.length} rules fire` : hidden ? 'A hidden rule fires' : 'A rule fires';
  const from = changes.flatMap((change) => change.from ?? []);
  const to = changes.flatMap((change) => change.to ?? []);
  if (from.length === 0) return `${who}.`;
  const gone = listed(from);
  if (to.length > 0) return `${who}: ${gone} ${from.length > 1 ? 'turn' : 'turns'} into ${listed(to)}.`;
  return `${who}: ${gone} ${from.length > 1 ? 'vanish' : 'vanishes'}.`;
}

const listed = (types: readonly NonNullable<Change['from']>[]): string =>
  types.map((type) => `a ${type}`).join(' and ');

function summary(recording: Recording, seat: number): string {
  const { trials, trialSteps } = recording;
  const rewards = recording.rewardByTrial(undefined, seat);
  const first = percent(rewards[0], trialSteps);
  if (trials === 1) return `The goal held for ${first} of the trial.`;
  return `The goal held for ${first} of trial 1 and ${percent(rewards[trials - 1], trialSteps)} of trial ${trials}.`;
}

/** The caption over the picture. */
export class CaptionLine {
  readonly element = h('p', { class: 'caption', 'aria-live': 'polite', hidden: true });

  /** @param colourOf colour of a rule */
  show(caption: Caption | undefined, colourOf: (rule: number) => string): void {
    const { element } = this;
    element.hidden = caption === undefined;
    if (caption === undefined || element.textContent === caption.text) return;
    element.textContent = caption.text;
    element.classList.toggle('gold', caption.gold === true);
    element.style.setProperty('--rule', caption.rule === undefined ? 'transparent' : colourOf(caption.rule));
  }
}
