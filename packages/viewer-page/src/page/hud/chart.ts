import { fill, h, markup } from '../dom.js';

/** Scores of one player by trial. */
export interface Series {
  label: string;
  kind: 'person' | 'agent' | 'oracle' | 'explorer' | 'replay';
  /** Fraction of each trial in which the goal held, 0 to 1. */
  scores: readonly number[];
  /** The last score belongs to a trial that is still running. */
  running?: boolean;
}

const WIDTH = 260;
const HEIGHT = 132;
const LEFT = 36;
const BOTTOM = 20;
const TOP = 10;

const percent = (score: number): string => `${Math.round(score * 100)} %`;

/** Chart of the scores by trial, with all players in one picture. */
export class ScoreChart {
  readonly element = h('figure', { class: 'chart card' });
  private shown = '';

  show(series: readonly Series[], trials: number, current: number): void {
    const key = JSON.stringify([series, trials, current]);
    if (key === this.shown) return;
    this.shown = key;
    const right = WIDTH - 8;
    const x = (trial: number): number => LEFT + ((trial + 0.5) * (right - LEFT)) / trials;
    const y = (score: number): number => TOP + (1 - Math.min(score, 1)) * (HEIGHT - TOP - BOTTOM);
    const grid = [0, 0.5, 1].map((score) => {
      const at = y(score).toFixed(1);
      return `<path class="grid" d="M${LEFT} ${at}H${right}"/><text class="tick" x="${LEFT - 5}" y="${Number(at) + 3.5}" text-anchor="end">${score * 100}%</text>`;
    });
    const every = Math.ceil(trials / 8);
    const ticks = Array.from({ length: trials }, (_, t) => {
      if (t % every !== 0 && t !== trials - 1) return '';
      return `<text class="tick" x="${x(t).toFixed(1)}" y="${HEIGHT - 5}" text-anchor="middle">${t + 1}</text>`;
    });
    const now =
      current >= 0 && current < trials
        ? `<rect class="now" x="${(x(current) - (right - LEFT) / trials / 2).toFixed(1)}" y="${TOP}" width="${((right - LEFT) / trials).toFixed(1)}" height="${HEIGHT - TOP - BOTTOM}" rx="4"/>`
        : '';
    const lines = series.map(({ kind, scores, running }) => {
      const points = scores.map((score, t) => `${x(t).toFixed(1)},${y(score).toFixed(1)}`);
      const over = running ? points.slice(0, -1) : points;
      const dots = points.map((point, t) =>
        t < over.length ? dot(kind, point) : `<g class="running">${dot(kind, point)}</g>`,
      );
      return `<g class="series ${kind}"><polyline points="${over.join(' ')}"/>${dots.join('')}</g>`;
    });
    const title = 'Score by trial: the share of the trial in which the goal holds';
    const picture = markup(
      `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">${now}${grid.join('')}${ticks.join('')}${lines.join('')}</svg>`,
    );
    const legend = series.map(({ kind, label, scores, running }) => {
      const over = running ? scores.slice(0, -1) : scores;
      const last = over.length > 0 ? percent(over[over.length - 1]) : '';
      return h('span', { class: `key ${kind}` }, markup(keyOf(kind)), label, h('b', {}, last));
    });
    fill(
      this.element,
      h('figcaption', {}, h('h2', {}, 'Score by trial')),
      picture,
      h('div', { class: 'legend' }, ...legend),
    );
  }
}

/** Players also differ by the shape of their points. */
function dot(kind: Series['kind'], point: string): string {
  const [x, y] = point.split(',').map(Number);
  if (kind === 'person') return `<circle cx="${x}" cy="${y}" r="4"/>`;
  if (kind === 'explorer') return `<path d="M${x} ${y - 4.2}L${x + 4.2} ${y + 3.4}L${x - 4.2} ${y + 3.4}Z"/>`;
  if (kind === 'agent') return `<rect x="${x - 3.4}" y="${y - 3.4}" width="6.8" height="6.8"/>`;
  return `<path d="M${x} ${y - 4.4}L${x + 4.4} ${y}L${x} ${y + 4.4}L${x - 4.4} ${y}Z"/>`;
}

const keyOf = (kind: Series['kind']): string =>
  `<svg class="series ${kind}" viewBox="0 0 12 12" aria-hidden="true">${dot(kind, '6,6')}</svg>`;
