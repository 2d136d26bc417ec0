import type { Task } from '@open-ada/production-rules';
import { fill, h } from '../dom.js';
import type { ScoreChart } from './chart.js';
import { goalWords } from './words.js';

const percent = (score: number): string => `${Math.round(score * 100)} %`;

/** Delay before buttons can be pressed, milliseconds. */
const REST = 500;

/**
 * The card between a person's trials: it gives them as much time to read as they like. After the last trial it shows
 * the result beside the agent's.
 */
export class TrialCard {
  readonly element = h('div', { class: 'trial-card', hidden: true });
  private timer = 0;

  /** @param scores of the trials so far @param known whether the person has played the task before */
  read(task: Task, trial: number, trials: number, scores: readonly number[], known: boolean, start: () => void): void {
    const last = scores.length > 0 ? scores[scores.length - 1] : undefined;
    const first = trial === 0;
    const story = first
      ? `You have ${trials === 1 ? 'one trial' : `${trials} trials`} of ${task.trialSeconds} seconds. You see what the agent sees, and decide as often. What you find out helps you in the next trial.`
      : 'The world is as it was at the beginning. What you know now, you may use.';
    const begin = h(
      'button',
      { class: 'primary', type: 'button', onclick: start },
      first ? 'Start (Enter)' : 'Next trial (Enter)',
    );
    this.open(
      h('p', { class: 'over' }, `Trial ${trial + 1} of ${trials}`),
      h('h2', {}, `${goalWords(task.goal)}.`),
      last !== undefined && h('p', { class: 'score' }, `Trial ${trial}: ${percent(last)}`),
      h('p', {}, story),
      h(
        'p',
        { class: 'keys' },
        h('kbd', {}, 'W A S D'),
        ' or arrows to move, ',
        h('kbd', {}, 'Space'),
        ' to take and let go. Read the goal and the rules as long as you like: the clock does not run.',
      ),
      first && known && h('p', { class: 'keys' }, 'You have played this task before: your result is kept apart.'),
      begin,
    );
    this.rest(begin);
  }

  /** @param chart shows the person and the other players, as far as their scores are known */
  done(scores: readonly number[], chart: ScoreChart, actions: Record<string, () => void>): void {
    const [first, last] = [scores[0], scores[scores.length - 1]];
    const gain = last - first;
    const story =
      scores.length === 1
        ? `The goal held in ${percent(first)} of the time.`
        : gain > 0.05
          ? `From ${percent(first)} to ${percent(last)}: you adapted.`
          : `First trial ${percent(first)}, last ${percent(last)}.`;
    const buttons = Object.entries(actions).map(([label, act], k) => {
      return h('button', { type: 'button', class: k === 0 ? 'primary' : '', onclick: act }, label);
    });
    this.open(
      h('p', { class: 'over' }, 'Done'),
      h('h2', {}, story),
      chart.element,
      h('div', { class: 'actions' }, ...buttons),
    );
    this.rest(...buttons);
  }

  close(): void {
    window.clearTimeout(this.timer);
    this.element.hidden = true;
    fill(this.element);
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** Keys that were meant for the game press no button here. */
  private rest(...buttons: HTMLButtonElement[]): void {
    for (const button of buttons) button.disabled = true;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      for (const button of buttons) button.disabled = false;
      buttons[0].focus({ preventScroll: true });
    }, REST);
  }

  private open(...children: Parameters<typeof fill> extends [unknown, ...infer C] ? C : never): void {
    this.element.hidden = false;
    fill(this.element, h('div', { class: 'card sheet' }, ...children));
  }
}
