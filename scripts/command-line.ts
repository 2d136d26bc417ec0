// What all commands share: how they end.
import { InputError, Interrupted } from '@open-ada/node-kit';
import { type Command, CommanderError } from 'commander';

/**
 * Parses the command line and runs the command's action. Wrong input: one sentence on standard error and exit 2; interrupted: one
 * sentence and exit 130; any other failure: one sentence and exit 1.
 */
export async function runCommand(command: Command): Promise<void> {
  command.exitOverride().configureOutput({ outputError: () => {} });
  try {
    await command.parseAsync(process.argv.slice(2), { from: 'user' });
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return;
      const [fault, guess] = message.replace(/^error: /, '').split('\n');
      const meant = guess?.replace(/^\(Did you mean (.*)\?\)$/, '; did you mean $1?');
      fail(2, `${fault}${meant ?? '; see --help.'}`);
    } else {
      fail(
        error instanceof InputError ? 2 : error instanceof Interrupted ? 130 : 1,
        code ? `${message} (${code})` : message,
      );
    }
  }
}

function fail(code: number, sentence: string): void {
  process.stderr.write(`${sentence.split('\n')[0]}\n`);
  process.exitCode = code;
}
