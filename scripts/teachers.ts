import { existsSync } from 'node:fs';
import { InputError } from '@open-ada/node-kit';
import { LABELS, type Labels } from '@open-ada/training';

/** Who teaches, as `--teacher` names it. */
export interface Teachers {
  script: Labels;
  /** An agent file or a run directory; `newest`: the newest there is; undefined: no network teaches. */
  network?: string;
}

const isScript = (name: string): name is Labels => (LABELS as readonly string[]).includes(name);

export const NEWEST = 'newest';

/**
 * Reads `--teacher`: a script, an agent file or run directory, or one of each, joined by a comma.
 * @throws InputError in one sentence for two scripts or two networks
 */
export function parseTeachers(text: string): Teachers {
  const names = existsSync(text) ? [text] : text.split(',').map((name) => name.trim());
  const scripts = names.filter(isScript);
  const networks = names.filter((name) => !isScript(name));
  if (
    scripts.length > 1 ||
    networks.length > 1 ||
    networks.includes('') ||
    (scripts[0] === 'none' && networks.length > 0)
  ) {
    throw new InputError(
      `--teacher ${text}: expected one of ${LABELS.join(', ')}, or an agent file, or a script and a file joined by a comma.`,
    );
  }
  return { script: scripts[0] ?? 'none', ...(networks.length > 0 && { network: networks[0] }) };
}
