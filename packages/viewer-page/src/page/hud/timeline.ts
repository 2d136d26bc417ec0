import { fill, h, markup } from '../dom.js';
import type { Recording } from '../episode/recording.js';
import { ruleColour } from '../scene/theme.js';

/** The whole episode as a strip: trials, reward, firings and the displayed position. */
export class Timeline {
  readonly element: HTMLElement;
  private readonly strip = h('div', { class: 'strip' });
  private readonly marks = h('div', { class: 'marks' });
  private readonly head = h('div', { class: 'head' });
  private readonly buffered = h('div', { class: 'buffered' });
  private recording: Recording | undefined;
  private drawn = -1;

  /** @param onSeek position in steps */
  constructor(private readonly onSeek: (position: number) => void) {
    this.element = h(
      'div',
      {
        class: 'timeline',
        role: 'slider',
        tabIndex: 0,
        'aria-label': 'Moment of the episode',
        'aria-valuemin': 0,
        onpointerdown: (event: PointerEvent) => this.drag(event),
        onpointermove: (event: PointerEvent) => event.buttons === 1 && this.drag(event),
      },
      this.buffered,
      this.strip,
      this.marks,
      this.head,
    );
  }

  show(recording: Recording): void {
    this.recording = recording;
    this.drawn = -1;
    this.element.setAttribute('aria-valuemax', String(recording.length));
  }

  update(position: number): void {
    const { recording } = this;
    if (!recording) return;
    if (this.drawn !== recording.steps) this.draw(recording);
    this.head.style.left = `${(100 * position) / recording.length}%`;
    const trial = Math.min(Math.floor(position / recording.trialSteps), recording.trials - 1);
    const seconds = (position - trial * recording.trialSteps) * recording.secondsPerStep;
    this.element.setAttribute('aria-valuenow', position.toFixed(1));
    this.element.setAttribute('aria-valuetext', `trial ${trial + 1}, ${seconds.toFixed(1)} seconds`);
  }

  private drag(event: PointerEvent): void {
    if (!this.recording) return;
    const box = this.element.getBoundingClientRect();
    this.element.setPointerCapture(event.pointerId);
    this.onSeek(((event.clientX - box.left) / box.width) * this.recording.length);
  }

  private draw(recording: Recording): void {
    const { length, trials, trialSteps, rewards, firings } = recording;
    this.drawn = recording.steps;
    this.buffered.style.width = `${(100 * recording.steps) / length}%`;
    const area = rewardAreas(rewards, trialSteps);
    const bounds = Array.from({ length: trials - 1 }, (_, t) => {
      const x = (t + 1) * trialSteps;
      return `<path class="bound" d="M${x} 0V10" vector-effect="non-scaling-stroke"/>`;
    });
    fill(
      this.strip,
      markup(
        `<svg viewBox="0 0 ${length} 10" preserveAspectRatio="none" aria-hidden="true"><path class="rewarded" d="${area}"/>${bounds.join('')}</svg>`,
      ),
      ...Array.from({ length: trials }, (_, t) => {
        const style = `left: ${(100 * t) / trials}%; width: ${100 / trials}%`;
        return h('span', { class: 'number', style }, h('b', {}, String(t + 1)));
      }),
    );
    const marks = firings.map(({ step, frame, rules }) => {
      const at = step + frame / recording.actionRepeat;
      const names = rules.map((rule) => rule + 1).join(', ');
      const style = `left: ${(100 * at) / length}%; --rule: ${ruleColour(rules[0])}`;
      return h('i', { style, title: `Rule ${names} fires` });
    });
    fill(this.marks, ...marks);
  }
}

/** The rewarded parts, drawn as high as the reward. Each step is one unit wide; a full reward is ten high. */
function rewardAreas(rewards: readonly number[], trialSteps: number): string {
  let path = '';
  let from = -1;
  const close = (): void => {
    if (from >= 0) path += `V10H${from}Z`;
    from = -1;
  };
  rewards.forEach((reward, d) => {
    if (d % trialSteps === 0 || reward === 0) close();
    if (reward === 0) return;
    if (from < 0) {
      path += `M${d} 10`;
      from = d;
    }
    path += `V${(10 - 10 * reward).toFixed(1)}H${d + 1}`;
  });
  close();
  return path;
}
