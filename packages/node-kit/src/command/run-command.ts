import { type Command, CommanderError } from 'commander';
import { InputError } from '../input-error.js';
import { Interrupted, interruptedCode } from '../interrupted.js';
import { StorageError } from '../storage-error.js';

/** What else than {@link InputError} is a fault of what was given. */
interface Faults {
  isInput?(error: unknown): boolean;
}

/**
 * Parses the command line and runs the command's action; whatever it throws becomes one sentence on standard error.
 * Exit code 2: wrong input; 130, 143, 129: interrupted; 1: any other failure.
 */
export async function runCommand(command: Command, { isInput = () => false }: Faults = {}): Promise<void> {
  setUp(command);
  try {
    await command.parseAsync(process.argv.slice(2), { from: 'user' });
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return;
      const [fault, guess] = message.replace(/^error: /, '').split('\n');
      const meant = guess?.replace(/^\(Did you mean (.*)\?\)$/, '; did you mean $1?');
      const sentence = error.code === 'commander.help' ? 'Say what to do.' : fault;
      if (meant !== undefined) fail(2, `${fault}${meant}`);
      else fail(2, sentence.endsWith('.') ? `${sentence} See --help.` : `${sentence}; see --help.`);
    } else if (error instanceof Interrupted) fail(interruptedCode(), message);
    else if (error instanceof StorageError) fail(1, message);
    else fail(error instanceof InputError || isInput(error) ? 2 : 1, code ? `${message} (${code})` : message);
  }
}

/** The least width of the descriptions in a help text. Commander leaves them unfolded where it does not have it. */
const LEAST_DESCRIPTION = 20;

/** Commander throws instead of printing and leaving, in subcommands as well, and folds every help text. */
function setUp(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => {} });
  command.configureHelp({ ...command.configureHelp(), minWidthToWrap: LEAST_DESCRIPTION });
  command.commands.forEach(setUp);
}

function fail(code: number, sentence: string): void {
  process.stderr.write(`${sentence.split('\n')[0]}\n`);
  process.exitCode = code;
}
