// train:teacher and train:student: options from the settings schema, a display, Ctrl-C.
import { currentCommit, interruptedCode, stopSignal } from '@open-ada/node-kit';
import {
  FORMER_OPTIONS,
  findTeacher,
  type Given,
  LEARNER_OPTIONS,
  mergeConfig,
  nextSteps,
  type OptionGroup,
  optionHelp,
  optionName,
  overFile,
  PRESETS,
  phaseAt,
  RUN_OPTIONS,
  readConfigFile,
  readMetrics,
  STUDENT_DEFAULTS,
  STUDENT_OPTIONS,
  settingsFromTeacher,
  type TeacherFacts,
  type TeacherFile,
  TrainingDisplay,
  type TrainingHooks,
  train,
  trainedInWords,
} from '@open-ada/training';
import { Command, Option } from 'commander';
import { startingPreset } from './starting-preset.js';
import { NEWEST, parseTeachers, type Teachers } from './teachers.js';

/** Who teaches where `--teacher` is absent; the script is that of the preset. */
const DEFAULT_TEACHERS: Record<'teacher' | 'student', Partial<Teachers>> = {
  teacher: {},
  student: { network: NEWEST },
};

function addOptions(command: Command, { title, options }: OptionGroup, defaults: object): void {
  command.optionsGroup(`${title}:`);
  // `--teacher` names the script.
  for (const option of options.filter(({ key }) => key !== 'labels'))
    command.option(`--${optionName(option.key)} <value>`, optionHelp(option, defaults));
}

export function trainingCommand(kind: 'teacher' | 'student'): Command {
  const student = kind === 'student';
  const command = new Command(`train:${kind}`)
    .description(
      `Trains a ${kind}${student ? ' that a teacher helps at first' : ''}. The same command again continues the run; Ctrl-C saves and stops.`,
    )
    .option(
      '--preset <name>',
      `settings to start from: ${Object.keys(PRESETS).join(', ')} (default ${presetInWords(student)})`,
    );
  command.option('--config <file>', 'settings from a file, as config.json of a run holds them; options come before it');
  command.option(
    '--teacher <who>',
    'who teaches: a script (explorer, oracle), an agent (file, run directory, released), both joined by a comma, or none ' +
      `(default: ${student ? 'the newest in runs/teacher, else the released teacher' : 'that of the preset'})`,
  );
  const groups = [...RUN_OPTIONS, STUDENT_OPTIONS, LEARNER_OPTIONS];
  for (const group of groups) addOptions(command, group, student ? STUDENT_DEFAULTS : {});
  for (const former of Object.keys(FORMER_OPTIONS)) {
    command.addOption(new Option(`--${optionName(former)} <value>`).hideHelp());
  }
  return command
    .addHelpText('after', '\nAll settings with their values in the papers: docs/settings.md')
    .action((given: Given) => run(given, student));
}

async function run(given: Given, student: boolean): Promise<void> {
  const { teacher: who, config: file, ...options } = given;
  const kind = student ? 'student' : 'teacher';
  const { script, network } = who === undefined ? DEFAULT_TEACHERS[kind] : parseTeachers(String(who));
  const beginning = (): Given => (student ? {} : { preset: startingPreset(options, script) });
  const stored = file === undefined ? beginning() : readConfigFile(String(file));
  const settings = settingsOf(stored, options, who === undefined ? (script ?? stored.labels) : script, student);
  let config = mergeConfig(settings, network === undefined ? undefined : { teacher: '', from: '' }, kind);
  let teacher: TeacherFile | undefined;
  if (network !== undefined) {
    teacher = findTeacher(config.run, network === NEWEST ? undefined : network);
    const told = student && file === undefined ? settingsFromTeacher(teacher, settings) : settings;
    config = mergeConfig(told, { teacher: teacher.sha256, from: teacher.from }, kind);
  }
  const display = new TrainingDisplay(config);
  const stop = stopSignal(() =>
    display.note('stopping after this iteration; once more to stop at once without saving'),
  );
  const onStart: TrainingHooks['onStart'] = ({ parameters, actors, continuedSteps, teacher: facts, ownTasks }) => {
    const budget = [config.steps && `${config.steps} steps`, config.minutes && `${config.minutes} minutes`];
    const tasks = ownTasks
      ? `${ownTasks.count} tasks of ${ownTasks.files} files in ${config.trainOn}`
      : `family ${config.family}`;
    display.note(
      `${config.run}: preset ${config.preset}, ${tasks}, ${config.size} (${parameters.toLocaleString('en')} parameters), ` +
        `${config.learner}, ${config.environments} environments, actors ${actors}, seed ${config.seed}, ` +
        `budget ${budget.filter(Boolean).join(', ') || 'none'}`,
    );
    if (teacher && facts) display.note(teacherInWords(teacher, facts, config.distillation!.steps, parameters));
    if (continuedSteps !== undefined) {
      display.note(`continuing at ${continuedSteps.toLocaleString('en')} steps`);
      display.goOn(readMetrics(config.run));
    }
    const { stepsPerIteration } = phaseAt(config, continuedSteps ?? 0);
    const first = `the first iteration of ${(config.environments * stepsPerIteration).toLocaleString('en')} steps`;
    display.waitFor(`compiling the networks, then ${first}`);
  };
  const outcome = await train(config, {
    teacher,
    signal: stop,
    commit: currentCommit(),
    onStart,
    onNote: (line) => display.note(line),
    onMetrics: (line) => display.metrics(line),
  }).finally(() => display.close());
  const reached = `${outcome.steps.toLocaleString('en')} steps, ${outcome.minutes.toFixed(1)} minutes`;
  if (outcome.status === 'already finished') {
    display.note(
      `${config.run} has spent its budget (${reached}): raise --steps or --minutes, or start another with --run.`,
    );
  } else {
    const again = outcome.status === 'interrupted' ? '; the same command continues' : '';
    display.note(`${outcome.status} at ${reached}; saved ${outcome.checkpoint}${again}`);
  }
  display.note(nextSteps(config.run, display.width));
  if (outcome.status === 'interrupted') process.exitCode = interruptedCode();
}

const presetInWords = (student: boolean): string =>
  student
    ? 'that of its teacher'
    : 'imitation; with --teacher none, another learner or a network as the teacher, laptop';

/** Options come before what the file says, of which a teacher takes no settings of students. */
function settingsOf(stored: Given, options: Given, labels: Given[string], student: boolean): Given {
  const fits = Object.entries(stored).filter(([key]) => student || !isOfStudents(key));
  return { ...overFile(Object.fromEntries(fits), options), labels };
}

const isOfStudents = (key: string) => STUDENT_OPTIONS.options.some((option) => option.key === key);

function teacherInWords(
  { file, from }: TeacherFile,
  { parameters, extra }: TeacherFacts,
  steps: number,
  student: number,
) {
  const count = (n: number) => n.toLocaleString('en');
  const trained = trainedInWords(extra);
  const times = (student / parameters).toFixed(1);
  return (
    `teacher ${file}${from === file ? '' : `, from ${from}`} (${count(parameters)} parameters${trained ? `, ${trained}` : ''}), ` +
    `for the first ${count(steps)} steps; the student has ${times} times its parameters`
  );
}
