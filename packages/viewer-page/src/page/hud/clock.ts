import { h, markup } from '../dom.js';

const ROUND = 2 * Math.PI * 20;

/** Shows the trial, the time left, and the reward so far. */
export class Clock {
  readonly element: HTMLElement;
  private readonly ring = markup(
    `<svg class="ring" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="20"/><circle class="left" cx="24" cy="24" r="20" stroke-dasharray="${ROUND.toFixed(2)}" transform="rotate(-90 24 24)"/></svg>`,
  );
  private readonly seconds = h('span', { class: 'seconds' });
  private readonly trial = h('strong', { class: 'trial' });
  private readonly reward = h('span', { class: 'reward' });
  private readonly bar = h('i');
  private readonly state = h('span', { class: 'state' });

  constructor() {
    const dial = h('div', { class: 'dial' }, this.ring, this.seconds);
    const meter = h('div', { class: 'meter', role: 'presentation' }, this.bar);
    const words = h('div', { class: 'words' }, this.trial, this.state, meter, this.reward);
    this.element = h('section', { class: 'clock card', 'aria-label': 'Trial, time and reward' }, dial, words);
  }

  /**
   * @param scores fraction of the trial so far in which the goal held, of each player: one number where they share it
   * @param seat of the player whose goal is shown
   */
  show(given: {
    trial: number;
    trials: number;
    left: number;
    of: number;
    scores: readonly number[];
    seat: number;
    goalHolds: boolean;
  }): void {
    const { trial, trials, left, of, scores, seat, goalHolds } = given;
    const score = scores[seat] ?? scores[0];
    const circle = this.ring.querySelector('.left') as SVGCircleElement;
    circle.style.strokeDashoffset = String(ROUND * (1 - left / of));
    setText(this.seconds, left < 10 ? left.toFixed(1) : String(Math.ceil(left)));
    setText(this.trial, `Trial ${trial + 1} of ${trials}`);
    setText(this.reward, earned(scores));
    setText(this.state, goalHolds ? 'goal holds: reward' : 'no reward yet');
    if (!goalHolds && score > 0) setText(this.state, 'goal does not hold');
    this.bar.style.width = `${Math.min(100, score * 100)}%`;
    this.element.classList.toggle('holds', goalHolds);
    this.element.classList.toggle('late', left < of * 0.2);
  }
}

const percent = (score: number): string => `${Math.round(score * 100)} %`;

function earned(scores: readonly number[]): string {
  if (scores.length === 1) return `reward in this trial: ${percent(scores[0])}`;
  return `reward: ${scores.map((score, seat) => `player ${seat + 1} ${percent(score)}`).join(', ')}`;
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
