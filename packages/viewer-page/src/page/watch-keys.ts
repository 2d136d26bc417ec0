import type { ViewName } from './scene/cameras.js';

/** Actions of the keys while an episode is watched. */
export interface WatchActions {
  toggle(): void;
  /** @param steps number of steps forwards, or back if negative */
  step(steps: number): void;
  second(sign: number): void;
  trial(step: number): void;
  faster(step: number): void;
  look(view: ViewName): void;
  nextView(): void;
  reveal(): void;
  otherSeat(): void;
  library(): void;
  play(): void;
  agent(): void;
  copyLink(): void;
  save(): void;
  theme(): void;
  help(): void;
  escape(): void;
}

const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);

/** @param playing whether a person plays: then only Escape and help remain */
export function watchKeys(playing: () => boolean, actions: WatchActions): void {
  const byKey: Record<string, (event: KeyboardEvent) => void> = {
    ' ': actions.toggle,
    ArrowLeft: ({ shiftKey }) => (shiftKey ? actions.second(-1) : actions.step(-1)),
    ArrowRight: ({ shiftKey }) => (shiftKey ? actions.second(1) : actions.step(1)),
    '[': () => actions.trial(-1),
    ']': () => actions.trial(1),
    '-': () => actions.faster(-1),
    '+': () => actions.faster(1),
    '=': () => actions.faster(1),
    '1': () => actions.look('first'),
    '2': () => actions.look('follow'),
    '3': () => actions.look('top'),
    v: actions.nextView,
    r: actions.reveal,
    o: actions.otherSeat,
    l: actions.library,
    p: actions.play,
    a: actions.agent,
    c: actions.copyLink,
    d: actions.save,
    t: actions.theme,
  };
  window.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isText(event.target)) return;
    if (event.key === '?') actions.help();
    else if (document.querySelector('dialog[open]')) return;
    else if (event.key === 'Escape') actions.escape();
    else if (!playing()) {
      // On a button that has the focus, Space presses the button.
      if (event.key === ' ' && event.target instanceof HTMLButtonElement) return;
      const act = byKey[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!act) return;
      event.preventDefault();
      act(event);
    }
  });
}
