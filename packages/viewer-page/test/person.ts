import type { EnvironmentState } from '@open-ada/xland-sim';
import type { Page } from 'playwright-core';

/** Of the page, what a person would look at. */
declare const app: {
  showing: {
    session: { state: string; aim: number; advance(seconds: number): void };
    episode: { recording: { steps: number; environment: { state(i: number): EnvironmentState } } };
  };
};

/** The clock of the page runs up to this step only: a slow machine does not make a slow person. */
declare let granted: number;

const grant = (page: Page, steps: number): Promise<void> =>
  page.evaluate((upTo) => {
    Object.assign(globalThis, { granted: upTo });
    const { session, episode } = app.showing;
    const { advance } = Object.getPrototypeOf(session) as typeof session;
    session.advance = (seconds) => {
      if (episode.recording.steps < granted) advance.call(session, Math.min(seconds, 0.1));
    };
  }, steps);

interface Seen {
  running: boolean;
  steps: number;
  holding: boolean;
  aiming: boolean;
  /** To the object that is wanted: radians, positive to the left. */
  angle: number;
}

const look = (page: Page, wanted: string): Promise<Seen> =>
  page.evaluate((wanted) => {
    const { session, episode } = app.showing;
    const { recording } = episode;
    const { players, objects } = recording.environment.state(0);
    const [me] = players;
    const { position } = objects.find(({ type }) => type === wanted) ?? { position: [me.x, 0, me.z - 1] };
    const [dx, dz] = [position[0] - me.x, position[2] - me.z];
    const turn = Math.atan2(-dx, -dz) - me.heading;
    return {
      running: session?.state === 'running',
      steps: recording.steps,
      holding: me.held >= 0,
      aiming: session?.aim >= 0,
      angle: Math.atan2(Math.sin(turn), Math.cos(turn)),
    };
  }, wanted);

const DEGREES = Math.PI / 180;

function keyFor({ angle, aiming }: Seen): string {
  if (aiming) return 'Space';
  if (Math.abs(angle) > 19 * DEGREES) return angle > 0 ? 'a' : 'ArrowRight';
  if (Math.abs(angle) > 5 * DEGREES) return angle > 0 ? 'q' : 'e';
  return 'w';
}

/** Plays a trial as a person does who wants to have an object in hand: looks, presses a key, and looks again. */
export async function playToTake(page: Page, wanted: string): Promise<void> {
  await page.waitForSelector('[data-session=running]', { state: 'attached' });
  await grant(page, 0);
  for (;;) {
    const seen = await look(page, wanted);
    if (!seen.running || seen.holding) break;
    await grant(page, seen.steps);
    await page.keyboard.press(keyFor(seen));
    await grant(page, seen.steps + 1);
    await page.waitForFunction(
      (steps) => app.showing.session.state !== 'running' || app.showing.episode.recording.steps > steps,
      seen.steps,
    );
  }
  await grant(page, Number.MAX_SAFE_INTEGER);
  await page.waitForSelector('[data-session=running]', { state: 'detached' });
}
