import { parseTask } from '@open-ada/production-rules';
import { COMPACT, EVENT, Explorer, formatReplay, parseReplay, resimulate, solve } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { Project } from '../../../test/kit/viewer-project.js';
import { keepHumanResult, readHumans } from '../../viewer/src/server/human-results.js';
import { POINT, wayOf } from '../src/page/episode/path.js';
import { Recording } from '../src/page/episode/recording.js';
import { captionAt } from '../src/page/hud/caption.js';
import { ruleWords } from '../src/page/hud/words.js';
import { Controls } from '../src/page/input/controls.js';
import { PersonSession } from '../src/page/person-session.js';
import { Seats, standing } from '../src/page/players/player.js';
import { ReplayPlayer } from '../src/page/players/replay.js';
import { type Scripted, ScriptedPlayer } from '../src/page/players/scripted.js';

const TWO = { ...COMPACT, players: 2 };

/** The first player makes what the second one wants; each is paid for something else, and told something else. */
const task = parseTask(
  JSON.stringify({
    version: 1,
    name: 'a maker and a keeper',
    goal: 'near(me, yellow cube)',
    rules: [{ rule: 'hold(me, purple slab) -> yellow cube', hidden: true }],
    objects: [{ type: 'purple slab', at: [2, 2] }],
    players: [
      { at: [3, 3] },
      { at: [5.5, 3], goal: 'near(other, yellow cube)', hiding: { rules: [], types: [], predicates: [] } },
    ],
    trialSeconds: 8,
    world: { rows: ['0000', '0000', '0000', '0000'] },
  }),
);
const OPTIONS = { trials: 2, seed: 1 };

async function played(who: Scripted): Promise<Recording> {
  const recording = new Recording(TWO, task, OPTIONS);
  const script = new ScriptedPlayer(who, true);
  const seats = new Seats([script, script]);
  while (!recording.ended) recording.append(await seats.decide(recording));
  return recording;
}

describe('an episode of two players', () => {
  it('has rewards, paths and goals of each, and is a replay that both the page and Node reproduce', async () => {
    const recording = await played('oracle');
    const solved = solve(task, { ...OPTIONS, settings: COMPACT, players: 2 });
    expect(recording.rewardByTrial()).toEqual(solved.rewards);
    const [first, second] = [0, 1].map((seat) => recording.rewardByTrial(undefined, seat));
    expect(second[0]).toBeGreaterThan(5);
    expect(first).not.toEqual(second);
    const text = formatReplay(recording.replay());
    expect(resimulate(parseReplay(text))).toMatchObject({ reproduced: true, rewardByTrial: first });
    const again = new Recording(TWO, task, OPTIONS);
    const player = new ReplayPlayer(parseReplay(text));
    while (!again.ended) again.append(player.decide(again));
    player.check(again);
    expect(player.checked).toBeGreaterThan(3);
    expect(again.rewardsOf).toEqual(recording.rewardsOf);
    // Any moment says of each player whether its goal holds.
    const at = recording.rewardsOf[1].findIndex((reward, step) => reward === 1 && recording.rewards[step] === 0);
    const held = at < 0 ? recording.rewardsOf[1].indexOf(1) : at;
    expect(
      recording
        .framesOf(held)
        .slice(1)
        .every(({ goalHolds }) => goalHolds[1]),
    ).toBe(true);
    const ways = [0, 1].map((seat) => wayOf(recording, 0, recording.trialSteps, seat));
    expect(ways.map(({ points }) => [points[0], points[2]])).toEqual(
      recording.starts[0].players.map(({ x, z }) => [x, z]),
    );
    expect(ways[0].points.length).toBe(ways[1].points.length);
    expect(ways[0].points.length).toBe(POINT * (1 + recording.trialSteps * recording.actionRepeat));
    // The firing is marked once, on the way of the one who was there.
    expect(ways.map(({ stops }) => stops.length)).toEqual([1, 0]);
  });

  it('is told of either player: what is hidden from that one, and its reward', async () => {
    const recording = await played('explorer');
    const first = captionAt(recording, 'explorer', 0);
    expect(captionAt(recording, 'agent', 0)?.text).toMatch(/am within 1 m .*One rule is hidden from player 1/);
    expect(captionAt(recording, 'agent', 0, 1)?.text).toMatch(/I am within 1 m .*Nothing is hidden from player 2/);
    expect(first?.text).toBeDefined();
    const { step, frame } = recording.firings[0];
    const after = step + frame / recording.actionRepeat;
    expect([0, 1].map((seat) => captionAt(recording, 'agent', after, seat)?.text)).toEqual([
      'A hidden rule fires: a purple slab turns into a yellow cube.',
      'A rule fires: a purple slab turns into a yellow cube.',
    ]);
    const hiding = { types: [], predicates: ['hold' as const] };
    const words = ruleWords(
      parseTask(
        JSON.stringify({
          version: 1,
          name: 'x',
          goal: 'hold(other, black cube)',
          rules: ['hold(other, black cube) -> black slab'],
          objects: [{ type: 'black cube', at: [1, 1] }],
          players: [{ at: [3, 3] }, { at: [2, 2] }],
          trialSeconds: 5,
          world: { rows: ['00', '00'] },
        }),
      ).rules[0],
      hiding,
    );
    expect(words).toContain('joins the other player and a black cube');
  });
});

describe('a person beside another player', () => {
  function session(seat: number, partner: ScriptedPlayer | { decide(): Promise<number[]> }) {
    const recording = new Recording(TWO, task, OPTIONS);
    const faults: string[] = [];
    const onFault = ({ message }: Error): void => void faults.push(message);
    const controls = new Controls();
    const own = new PersonSession(recording, controls, () => {}, { seat, partner, onFault });
    return { recording, session: own, controls, faults };
  }

  it('acts on its own seat only, while a script plays on the other one', () => {
    for (const seat of [0, 1]) {
      const { recording, session: own, controls } = session(seat, new ScriptedPlayer('oracle'));
      while (own.state !== 'done') {
        own.begin();
        controls.press('forward');
        own.advance(0.25);
      }
      const starts = recording.starts[0].players;
      const ends = recording.framesOf(30)[0].players;
      const moved = starts.map(({ x, z }, each) => Math.hypot(ends[each].x - x, ends[each].z - z) > 0.5);
      // The person walks; the first player has something to do, for which the second one waits.
      expect(moved).toEqual([true, seat === 1]);
      expect(resimulate(recording.replay())).toMatchObject({ reproduced: true, steps: recording.length });
    }
  });

  it('waits for a partner that thinks, and hears of one that cannot go on', async () => {
    const answers: ((actions: number[]) => void)[] = [];
    const { recording, session: own } = session(0, {
      decide: () => new Promise<number[]>((give) => answers.push(give)),
    });
    own.begin();
    own.advance(1);
    expect([recording.steps, answers.length]).toEqual([0, 1]);
    answers[0](standing(recording));
    await Promise.resolve();
    own.advance(1);
    expect([recording.steps, answers.length, recording.last.event]).toEqual([1, 2, EVENT.none]);
    const { faults } = session(0, { decide: () => Promise.reject(new Error('no more')) });
    await new Promise((resolve) => setTimeout(resolve));
    expect(faults).toEqual(['no more']);
  });

  it('has its result kept with its seat, apart from those who play alone', async () => {
    const project = new Project();
    const replay = formatReplay((await played('explorer')).replay());
    const body = { task: 'tasks/pair.jsonc', player: 'Ada', replay, seat: 2, beside: 'explorer' };
    const { file, result } = keepHumanResult(project.root, JSON.stringify(body));
    expect(file).toMatch(/^runs\/humans\/beside\/pair-/);
    const second = (await played('explorer')).rewardByTrial(undefined, 1);
    expect(result).toMatchObject({ seat: 2, beside: 'explorer', rewardByTrial: second });
    expect(readHumans(project.root)).toEqual([]);
    expect(() => keepHumanResult(project.root, JSON.stringify({ ...body, seat: 3 }))).toThrow('A result is');
    project.remove();
  });
});

it('plays as the explorers of Node do', async () => {
  const recording = await played('explorer');
  const { rewards } = solve(task, { ...OPTIONS, settings: COMPACT, player: new Explorer(), players: 2 });
  expect(recording.rewardByTrial()).toEqual(rewards);
});
