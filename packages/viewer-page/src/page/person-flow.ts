import { type Task, taskFromSeat, taskHash } from '@open-ada/production-rules';
import type { HumanResult } from '@open-ada/viewer/protocol';
import { formatReplay } from '@open-ada/xland-sim';
import { ScoreChart } from './hud/chart.js';
import type { Message } from './hud/message.js';
import type { TrialCard } from './hud/trial-card.js';
import type { Controls } from './input/controls.js';
import { freeMouse } from './input/pointer.js';
import { conditionsOf, isForTwo, openAgentPlay, openScriptedPlay, scoresOf } from './opening.js';
import { PersonSession } from './person-session.js';
import { SCRIPTED } from './players/scripted.js';
import { submitHuman } from './server.js';
import type { Showing } from './showing.js';

/** A person's choices after the last trial, by button label. */
type Afterwards = Record<string, () => void>;

interface Given {
  showing: Showing;
  controls: Controls;
  card: TrialCard;
  message: Message;
  /** The agent to compare with. */
  agent: string | undefined;
  /** Name of the person. */
  player: string | undefined;
  /** The person has played this task before. */
  known: boolean;
  /** Called when the server has stored another result. */
  kept: () => void;
  signal: AbortSignal;
  afterwards: Afterwards;
  /** Called when the display may have changed. */
  touch: () => void;
}

/**
 * Lets a person play an episode. A card is shown before each trial. After the last one the result is compared with the
 * scripted players and the agent.
 */
export function letPersonPlay(given: Given): PersonSession {
  const { showing, controls, card, known, touch, message } = given;
  const { seat } = showing;
  const { recording, partner } = showing.episode;
  const onFault = (error: Error): void => message.wrong(error.message);
  const session = new PersonSession(recording, controls, onChange, { seat, partner, onFault });
  function onChange(): void {
    document.body.dataset.session = session.state;
    touch();
    if (session.state === 'running') {
      card.close();
      return;
    }
    freeMouse();
    const scores = scoresOf(recording, undefined, seat).slice(0, session.completed);
    if (session.state === 'reading') {
      card.read(taskFromSeat(recording.task, seat), session.trial, recording.trials, scores, known, () =>
        session.begin(),
      );
    } else void finish(given);
  }
  onChange();
  return session;
}

async function finish({
  showing,
  card,
  message,
  agent,
  player,
  known,
  kept,
  signal,
  afterwards,
  touch,
}: Given): Promise<void> {
  const { recording } = showing.episode;
  const { seat } = showing;
  const chart = new ScoreChart();
  const draw = (): void => {
    chart.show(showing.series(), recording.trials, -1);
    touch();
  };
  card.done(scoresOf(recording, undefined, seat), chart, afterwards);
  draw();
  try {
    const task = showing.address.task ?? recording.task.name;
    const two = isForTwo(recording.task);
    const place = two ? { seat: seat + 1, beside: showing.address.beside } : {};
    const { file } = await submitHuman({ task, player, replay: formatReplay(recording.replay()), ...place });
    kept();
    const apart = two ? ', apart from those who play alone' : known ? ', apart from first plays' : '';
    if (!signal.aborted) message.note(`Kept in ${file}${apart}.`);
  } catch (error) {
    if (!signal.aborted) message.wrong(`Your result is not kept: ${(error as Error).message}`);
  }
  try {
    await addScripted(showing, signal);
    draw();
    if (agent !== undefined) await addAgent(showing, recording.task, agent, signal);
    draw();
  } catch (error) {
    if (!signal.aborted) message.wrong((error as Error).message);
  }
  if (!signal.aborted) document.body.dataset.ready = 'all';
}

/** Adds the scripted players under the same conditions, as references: those that are not shown yet. */
export async function addScripted(showing: Showing, signal: AbortSignal): Promise<void> {
  const { settings, task, options } = showing.episode.recording;
  for (const who of SCRIPTED) {
    if ([showing.episode, ...showing.rivals].some(({ kind }) => kind === who)) continue;
    const reference = openScriptedPlay(who, task, settings, options);
    await reference.play?.(signal);
    if (signal.aborted) return;
    showing.addRival(reference);
  }
}

/** Adds the mean result of people who played the same task for as many trials. */
export function addPeople(showing: Showing, humans: readonly HumanResult[]): void {
  const { task, trials } = showing.episode.recording;
  const sha256 = taskHash(task);
  const same = humans.filter((human) => human.task.sha256 === sha256 && human.k === trials);
  const players = [showing.episode, ...showing.rivals];
  if (same.length === 0 || players.some(({ kind }) => kind === 'person')) return;
  const scores = Array.from({ length: trials }, (_, trial) => {
    return same.reduce((sum, human) => sum + human.rewardByTrial[trial] / human.trialSteps, 0) / same.length;
  });
  const label = same.length === 1 ? (same[0].player ?? 'a person') : `${same.length} people`;
  showing.rivals = [...showing.rivals, { label, kind: 'person', scores }];
}

async function addAgent(showing: Showing, task: Task, path: string, signal: AbortSignal): Promise<void> {
  // In a task for two, who was trained alone would play beside one that stands idle: that is no comparison.
  if (isForTwo(task) && (await conditionsOf(path)).players !== 2) return;
  const agent = await openAgentPlay(task, path, showing.episode.recording.options);
  await agent.play?.(signal);
  if (!signal.aborted) showing.addRival(agent);
}
