import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AdaAgent, AGENT_SIZES, encodeAgent } from '@open-ada/ada-agent';
import { actionSpec, COMPACT, observationSpec } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { startEvaluation } from './eval-command.js';
import { EXAMPLES, HELD_OUT, PROBES, temporaryFolder, tinyAgent, writeTinyAgent } from './kit/evaluation.js';
import { runWarm } from './kit/warm-command.js';

const folder = temporaryFolder();
const checkpoint = writeTinyAgent(folder);
const at = (name: string) => join(folder, name);
const out = at('out');

// The file says that it was trained in today's world, but its observations are those of a smaller one.
const narrow = { ...COMPACT, maxEntities: 3 };
const stranger = new AdaAgent(AGENT_SIZES.tiny, observationSpec(narrow), actionSpec(narrow));
writeFileSync(at('stranger'), encodeAgent(stranger, stranger.initialise(1), { simulation: COMPACT }));
writeFileSync(at('truncated'), readFileSync(checkpoint).subarray(0, 5000));

// One weight is not a number; the weights of the other are finite, but not what comes of them.
const { agent, parameters } = tinyAgent();
for (const [name, change] of [
  ['not-a-number', (x: number, i: number) => (i === 7 ? Number.NaN : x)],
  ['too-large', (x: number) => x * 1e30],
] as const) {
  writeFileSync(at(name), encodeAgent(agent, parameters.map(change), { simulation: COMPACT }));
}

// One task of the frozen file is another, and its reference scores are gone.
cpSync(HELD_OUT, at('edited'), { recursive: true });
writeFileSync(
  at('edited/hold.jsonl'),
  readFileSync(at('edited/hold.jsonl'), 'utf8').replace('"trialSeconds":8', '"trialSeconds":9'),
);
writeFileSync(at('edited/make-by-hold.references.json'), '{');
writeFileSync(
  at('edited/small.references.json'),
  readFileSync(at('edited/small.references.json'), 'utf8').replace('"rewards":[', '"rewards":[99,'),
);
cpSync(at('edited/trivial.references.json'), at('edited/medium.references.json'));
mkdirSync(at('bad-probes'));
writeFileSync(at('bad-probes/01-x.jsonc'), '{ "version": 1 }');
// A probe that has been changed since its reference score was made.
mkdirSync(at('stale-probes'));
cpSync(join(PROBES, 'references.json'), at('stale-probes/references.json'));
writeFileSync(
  at('stale-probes/24-dont-act.jsonc'),
  readFileSync(join(PROBES, '24-dont-act.jsonc'), 'utf8').replace('"trialSeconds": 16', '"trialSeconds": 17'),
);
// A rule that names a player that is not there.
mkdirSync(at('no-such-player'));
writeFileSync(
  at('no-such-player/01-x.jsonc'),
  readFileSync(join(EXAMPLES, 'two-steps.jsonc'), 'utf8').replace('hold(me, black cube)', 'hold(other, black cube)'),
);
mkdirSync(at('bad-humans'));
writeFileSync(at('bad-humans/a.json'), '{}');

const held = (...options: string[]) => ['eval-heldout', ['--checkpoint', checkpoint, ...options]] as const;
const probes = (...options: string[]) =>
  ['eval-probes', ['--checkpoint', checkpoint, '--tasks', EXAMPLES, ...options]] as const;

const WRONG: [call: readonly ['eval-heldout' | 'eval-probes', readonly string[]], message: RegExp][] = [
  [held('--family', 'hold', '--trials', '0'), /option '--trials <list>'.*whole number from 1 to 100/],
  [held('--family', 'hold', '--trials', '1,x'), /option '--trials <list>'/],
  [held('--family', 'hold', '--trials', '101'), /whole number from 1 to 100/],
  [held('--family', 'hard'), /option '--family <name>' argument 'hard' is invalid\. Allowed choices are hold,/],
  [held('--family', 'hold', '--count', '1001'), /^--count 1001: \S+hold\.jsonl has 1000 tasks\.\n$/],
  [held('--family', 'hold', '--repeats', '0'), /--repeats/],
  [held('--family', 'hold', '--mode', 'best'), /--mode/],
  [held('--family', 'hold', '--workers', '0'), /--workers/],
  [held('--family', 'hold', '--checkpoint', at('none')), /cannot read checkpoint \S+none/],
  [held('--family', 'hold', '--checkpoint', at('truncated')), /\S+truncated/],
  [held('--family', 'hold', '--checkpoint', at('stranger')), /was trained with another observation spec/],
  [held('--family', 'hold', '--checkpoint', at('not-a-number')), /not-a-number: the parameter "\S+" has the value NaN/],
  [probes('--checkpoint', at('not-a-number')), /not-a-number: the parameter "\S+" has the value NaN/],
  [held('--family', 'hold', '--tasks', at('edited')), /have SHA-256 [0-9a-f]{64}, but the manifest says/],
  [
    held('--family', 'make-by-hold', '--tasks', at('edited')),
    /make-by-hold\.references\.json is not JSON; make it again with pnpm task freeze-references\.$/m,
  ],
  [held('--family', 'hold', '--tasks', at('none')), /Cannot read \S+manifest\.json/],
  [
    held('--family', 'hold', '--co-player', 'both'),
    /^--co-player both is for tasks for two; choose --family pairs\.$/m,
  ],
  [
    held('--family', 'hold', '--co-player', 'random'),
    /^--co-player random is for tasks for two; choose --family pairs\.\n$/,
  ],
  [
    held('--family', 'small', '--co-player', 'noop'),
    /^--co-player noop is for tasks for two; choose --family pairs\.\n$/,
  ],
  [held('--family', 'hold', '--solo'), /^--solo is for tasks for two; choose --family pairs\.\n$/],
  [held('--family', 'pairs', '--co-player', 'nobody'), /Allowed choices are self, random, noop, both\./],
  [
    held('--family', 'pairs'),
    /^\S+ was trained alone, and the tasks are for two; train an agent with --players 2\.\n$/,
  ],
  [held('--family', 'hold', '--replays', '0'), /--replays/],
  [held('--family', 'hold', '--out', checkpoint), /--out \S+ \S+ is not a directory\.$/m],
  [held('--family', 'hold', 'more'), /too many arguments/],
  [probes('--probe', 'none'), /there is no probe "none"; there are hold-the-sphere,/],
  [probes('--tasks', at('none')), /there is no probe \(NAME\.jsonc\) in/],
  [probes('--tasks', at('bad-probes')), /01-x\.jsonc at \/goal: This is missing/],
  [probes('--tasks', at('stale-probes')), /references\.json is older than the probe 24-dont-act; make it again with/],
  [probes('--humans', at('bad-humans')), /a\.json is no score of a person/],
  [probes('--trials', '0'), /--trials/],
  [probes('--players', '3'), /option '--players <n>' argument '3' is invalid/],
  [
    ['eval-probes', ['--checkpoint', checkpoint, '--players', '2']],
    /^\S+ was trained alone, and the tasks are for two; train an agent with --players 2\.\n$/,
  ],
  [
    ['eval-probes', ['--checkpoint', checkpoint, '--probe', 'pass-over-the-wall']],
    /^the probe 01-pass-over-the-wall is for two players: pnpm eval:probes --players 2 --probe pass-over-the-wall\.\n$/,
  ],
  [
    ['eval-probes', ['--checkpoint', checkpoint, '--players', '2', '--probe', '3', '19-two-doors']],
    /^the probe 19-two-doors is for one player: pnpm eval:probes --probe 19-two-doors, without --players 2\.\n$/,
  ],
  [
    probes('--tasks', at('no-such-player')),
    /^\S+01-x\.jsonc at \/rules\/0: This names "other", but the task has one player\.\n$/,
  ],
  [
    probes('--tasks', PROBES, '--players', '2'),
    /^the probe 01-wrong-pair-disappears in \S+ is for one player; leave out --players 2\.\n$/,
  ],
  [
    probes('--tasks', join(PROBES, 'two-players')),
    /^the probe 01-pass-over-the-wall in \S+ is for two; give --players 2\.\n$/,
  ],
  [held('--family', 'small', '--tasks', at('edited')), /small\.references\.json is not a whole file .* or was edited;/],
  [
    held('--family', 'medium', '--tasks', at('edited')),
    /medium\.references\.json is of other tasks than the manifest's;/,
  ],
];

/** Every file there is, with its content. */
const everything = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${join(entry.parentPath, entry.name)} ${readFileSync(join(entry.parentPath, entry.name)).length}`)
    .sort();

describe('a wrong call of an evaluation', () => {
  it.each(WRONG)('%j exits 2, says why in one sentence and writes nothing', ([command, options], message) => {
    const before = [...everything(folder), ...everything(HELD_OUT)];
    const output = options.includes('--out') ? [] : ['--out', out];
    const { status, stdout, stderr } = runWarm(`scripts/dist/${command}.js`, [...options, ...output]);
    expect(stderr).toMatch(message);
    expect(stderr.trim()).not.toContain('\n');
    expect(stdout).toBe('');
    expect(status).toBe(2);
    expect(existsSync(out)).toBe(false);
    expect([...everything(folder), ...everything(HELD_OUT)]).toEqual(before);
  });

  it('of an agent whose numbers overflow while it acts exits 2 and has no result', async () => {
    const overflowing = ['--checkpoint', at('too-large'), '--family', 'hold', '--count', '2', '--trials', '1'];
    const { status, stdout, stderr } = await startEvaluation('eval-heldout', [...overflowing, '--out', at('none')])
      .ended;
    expect(stderr).toMatch(
      /^\S+too-large: the agent cannot act, since its network gives a \S+ of \S+: .*; give an earlier/m,
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(readdirSync(at('none')).filter((name) => !name.endsWith('.journal'))).toEqual([]);
  });

  it('--help exits 0', async () => {
    for (const command of ['eval-heldout', 'eval-probes'] as const) {
      const { status, stdout } = await startEvaluation(command, ['--help']).ended;
      expect(status).toBe(0);
      expect(stdout).toContain('--no-control');
    }
  });
});

describe('eval:probes', () => {
  it('prints one JSON object, and writes it with a page and replays', async () => {
    const more = [
      '--probe',
      'hold-the-sphere',
      '--trials',
      '1,2',
      '--repeats',
      '2',
      '--replays',
      '--json',
      '--out',
      at('probes'),
    ];
    const [command, options] = probes(...more);
    const { status, stdout } = await startEvaluation(command, options).ended;
    expect(status).toBe(0);
    const result = JSON.parse(stdout);
    expect(Object.keys(result)).toEqual(
      expect.arrayContaining(['checkpoint', 'tasks', 'k', 'cleared', 'reference', 'perTask']),
    );
    expect(result.perTask).toHaveLength(1);
    const files = readdirSync(at('probes'), { recursive: true, encoding: 'utf8' }).map((name) =>
      name.replace(/(-[0-9a-f]{8}){2}/, '-HASH'),
    );
    expect(files.sort()).toEqual([
      'evaluation.html',
      'probes-HASH-replays',
      'probes-HASH-replays/hold-the-sphere.best.replay',
      'probes-HASH-replays/hold-the-sphere.typical.replay',
      'probes-HASH.json',
    ]);
  });

  it('says so where a task has more objects than the agent can be told of', () => {
    const few = writeTinyAgent(temporaryFolder(), { ...COMPACT, maxEntities: 2 });
    const [command, options] = probes('--checkpoint', few, '--probe', 'two-steps', '--trials', '1', '--no-control');
    const { status, stderr } = runWarm(`scripts/dist/${command}.js`, [...options, '--out', at('few')]);
    expect(stderr).toMatch(
      /told of the nearest 2 objects that it sees, and the task "two steps to a sphere" has 4\.$/m,
    );
    expect(status).toBe(0);
  });
});
