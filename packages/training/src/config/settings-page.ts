import { AGENT_SIZES, agentSettings } from '@open-ada/ada-agent';
import { STRATEGY_SETTINGS, stagedSettings } from '@open-ada/curriculum';
import { distillationSettings } from '@open-ada/distill';
import { muesliSettings, ppoSettings } from '@open-ada/muesli';
import { type ListedSetting, listSettings } from '@open-ada/production-rules';
import { COMPACT, simulationSettings } from '@open-ada/xland-sim';
import { DREAMER_GROUPS } from './dreamer-settings.js';
import { distillKey, optionName } from './options.js';
import { RUN_GROUPS } from './run-settings.js';

interface Section {
  title: string;
  about?: string;
  settings: ListedSetting[];
  /** Formats the name of the setting at a path. */
  nameOf(path: string[]): string;
}

const asOption = ([key]: string[]) => `--${optionName(key)}`;
const asKey = (path: string[]) => path.join('.');
/** Whether the run determines a setting through another option. */
const isDecided = ({ path: [key] }: ListedSetting) => key === 'stepsPerIteration' || key === 'stepsPerSecond';

/** PPO constants that Muesli lacks or has with another default. */
function ppoOnly(): ListedSetting[] {
  const muesli = new Map(listSettings(muesliSettings).map((setting) => [asKey(setting.path), setting.default]));
  return listSettings(ppoSettings).filter(({ path, default: usual }) => muesli.get(asKey(path)) !== usual);
}

function sections(): Section[] {
  const run = RUN_GROUPS.map(({ title, schema }) => ({ title, settings: listSettings(schema), nameOf: asOption }));
  const strategies = Object.entries(STRATEGY_SETTINGS).map(([name, schema]) => ({
    title: `Curriculum: ${name}`,
    about: `Keys of \`--curriculum-settings\` with \`--curriculum ${name}\`, beside those above.`,
    settings: listSettings(schema),
    nameOf: asKey,
  }));
  const dreamer = DREAMER_GROUPS.map(({ title, schema }) => ({
    title: `DreamerV3: ${title}`,
    about:
      title === 'Learner'
        ? "Of `train:dreamer` only. Where the paper's column is empty, the default is that of the original's code."
        : 'Of `train:dreamer` only.',
    settings: listSettings(schema),
    nameOf: asOption,
  }));
  return [
    ...run,
    {
      title: 'Network',
      about:
        'What `--size` chooses; defaults are those of `laptop-teacher`. `--memory`, `--memory-length`, `--encoder`, ' +
        '`--value-limit` and the options above change theirs, `ruleLabels` follows from the rules; the others have no option.',
      settings: listSettings(agentSettings, AGENT_SIZES['laptop-teacher']),
      nameOf: asKey,
    },
    { title: 'Learner: Muesli', settings: listSettings(muesliSettings), nameOf: asOption },
    {
      title: 'Learner: PPO',
      about:
        'With `--learner ppo`. The constants above that are not here are the same; those of CMPO and of the ' +
        'model do not exist.',
      settings: ppoOnly(),
      nameOf: asOption,
    },
    {
      title: 'Distillation',
      about: 'Of `train:student` only.',
      settings: listSettings(distillationSettings),
      nameOf: ([key]) => asOption([distillKey(key)]),
    },
    {
      title: 'Curriculum',
      about: 'Keys of `--curriculum-settings`, with every `--curriculum`.',
      settings: listSettings(stagedSettings).filter((setting) => !isDecided(setting)),
      nameOf: asKey,
    },
    ...strategies,
    {
      title: 'World',
      about:
        'Keys of `--simulation`; a dot is a level of the JSON: `{"hand": {"start": 1}}` changes `hand.start` ' +
        'alone. Defaults are those of the laptop preset.',
      settings: listSettings(simulationSettings, COMPACT),
      nameOf: asKey,
    },
    ...dreamer,
  ];
}

const cell = (text: string) => text.replace(/\|/g, '\\|');

function defaultCell({ default: usual, defaultText }: ListedSetting): string {
  if (defaultText !== undefined) return defaultText;
  return usual === undefined ? 'none' : `\`${typeof usual === 'string' ? usual : JSON.stringify(usual)}\``;
}

function table({ title, about, settings, nameOf }: Section): string {
  const rows = settings.map((setting) => {
    const { path, description, expected, unit, paper } = setting;
    const range = unit ? `${expected}, in ${unit}` : expected;
    return `| ${[`\`${nameOf(path)}\``, defaultCell(setting), range, paper ?? '', description].map(cell).join(' | ')} |`;
  });
  const head = '| setting | default | value, unit | in the paper | what it does |\n|---|---|---|---|---|';
  return `## ${title}\n\n${about ? `${about}\n\n` : ''}${head}\n${rows.join('\n')}\n`;
}

/** The page of all settings, docs/settings.md. */
export function settingsPage(): string {
  return `# Settings

Every setting of a training run, with its default and the value in the paper where the paper states one
(AdA, Muesli, PPO, No Regrets or DreamerV3). This page is written by \`pnpm docs:settings\` from the same schemas that
check the options. A run keeps all its settings in \`config.json\`;
[config.schema.json](config.schema.json) is the JSON Schema of that file, except for \`train:dreamer\`.

Options go on the command line: \`pnpm train:teacher --learning-rate 0.001\`. Keys of the curriculum and
of the world go into JSON: \`--simulation '{"speed": 2}'\`.

${sections().map(table).join('\n')}`;
}
