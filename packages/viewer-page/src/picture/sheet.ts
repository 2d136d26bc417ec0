// Functions that `draw-trials.ts` runs inside the viewer's page. Each is sent there alone, so it must not use anything
// outside itself.

/** One trial of the picture. */
export interface PanelOfTrial {
  trial: number;
  /** Moment that is shown, in steps: a while after the goal began to hold, or the end of the trial. */
  position: number;
  /** Until the goal held; undefined where it never did. */
  seconds: number | undefined;
  /** Of the trial in which the goal held, 0 to 1. */
  score: number;
}

/** Of the page. */
declare const app: {
  showing: {
    episode: { recording: { rewards: number[]; trialSteps: number; secondsPerStep: number } };
  };
  screen: {
    panel: { revealed: boolean; show(task: unknown, revealable: boolean): void };
    stage: {
      cameras: { drag(dx: number, dy: number): void; zoom(factor: number): void };
      figures: { trail: { show(now: unknown, before: unknown): void } }[];
    };
  };
};
// biome-ignore lint/suspicious/noExplicitAny: this side of the viewer has no types of the browser's
declare const document: any;

/** @param trials from 1 */
export function panelsOf(trials: number[]): PanelOfTrial[] {
  const { rewards, trialSteps, secondsPerStep } = app.showing.episode.recording;
  const { stage } = app.screen;
  stage.cameras.drag(0, -0.12);
  stage.cameras.zoom(0.99);
  // Each trial by itself: its picture needs no memory of the one before.
  for (const { trail } of stage.figures) {
    const { show } = Object.getPrototypeOf(trail) as typeof trail;
    trail.show = (now) => show.call(trail, now, undefined);
  }
  const shown = 1.6 / secondsPerStep;
  return trials.map((trial) => {
    const start = (trial - 1) * trialSteps;
    const own = rewards.slice(start, start + trialSteps);
    const first = own.findIndex((reward) => reward > 0);
    const end = start + trialSteps - 0.02;
    return {
      trial,
      position: first < 0 ? end : Math.min(start + first + shown, end),
      seconds: first < 0 ? undefined : first * secondsPerStep,
      score: own.reduce((sum, reward) => sum + reward, 0) / trialSteps,
    };
  });
}

/** Lays the pictures out, with the goal and the rules of the task. */
export function sheet(given: { panels: PanelOfTrial[]; pictures: string[]; width: number }): void {
  const { panels, pictures, width } = given;
  const percent = (score: number): string => `${Math.round(100 * score)} %`;
  const row = (selector: string): string => document.querySelector(selector)?.outerHTML ?? '';
  const goal = row('.goal .predicate');
  document.querySelector('.reveal')?.click();
  const rules = [...document.querySelectorAll('.rule .transformation')].map((rule) => rule.outerHTML).join('');
  const figures = panels.map(({ trial, seconds, score }, k) => {
    const when = seconds === undefined ? 'no reward' : `reward after ${seconds.toFixed(1)} s`;
    return `<figure style="margin:0;width:${width}px">
      <figcaption style="display:flex;align-items:baseline;gap:10px;margin-bottom:6px">
        <b style="font-size:19px">Trial ${trial}</b><span style="color:#566475">${when}</span>
        <b style="margin-left:auto;color:#b07400">${percent(score)}</b></figcaption>
      <img src="data:image/png;base64,${pictures[k]}" style="width:100%;display:block;border-radius:14px">
      <div style="height:9px;border-radius:5px;background:#17212b1f;margin-top:8px;overflow:hidden">
        <div style="height:100%;width:${100 * score}%;background:#e59a00"></div></div></figure>`;
  });
  const key = (colour: string, text: string): string =>
    `<span><i style="display:inline-block;width:22px;height:5px;border-radius:3px;background:${colour};margin-right:7px;vertical-align:middle"></i>${text}</span>`;
  const part = (name: string, content: string): string =>
    `<div style="display:flex;align-items:center;gap:12px"><span style="font-size:12px;font-weight:700;letter-spacing:.08em;color:#566475">${name}</span>${content}</div>`;
  const head = `${part('GOAL', goal)}${part('HIDDEN FROM THE AGENT', rules)}`;
  const foot = `${key('#2a5aa8', 'way of the agent')}${key('#e59a00', 'the goal holds: reward')}
    <span><i style="display:inline-block;width:10px;height:10px;background:#12a594;transform:rotate(45deg);margin-right:9px"></i>the rule fires</span>
    <span style="margin-left:auto">share of the trial in which the goal held</span>`;
  const element = document.createElement('div');
  element.id = 'sheet';
  element.setAttribute('style', `position:absolute;top:0;left:0;z-index:99;background:#fff;padding:20px;color:#17212b`);
  element.innerHTML = `<div style="display:flex;flex-wrap:wrap;gap:8px 40px;margin-bottom:16px">${head}</div>
    <div style="display:flex;gap:18px">${figures.join('')}</div>
    <div style="display:flex;gap:26px;margin-top:14px;font-size:14px;color:#566475">${foot}</div>`;
  document.body.append(element);
}
