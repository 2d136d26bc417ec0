// `task picture`: draws the worlds of tasks from above, as SVG files.
import { mkdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { InputError, orInputError, writeText } from '@open-ada/node-kit';
import { pictureTask } from '@open-ada/production-rules';
import { Command } from 'commander';
import { readTasks } from './task-files.js';

interface PictureArguments {
  out: string;
  json?: boolean;
}

/** `tasks/my-task.jsonc` becomes `OUT/my-task.svg`, line 3 of `tasks/list.jsonl` becomes `OUT/list-3.svg`. */
function pictureFile(name: string, out: string): string {
  const [, file, line] = /^(.*?)(?::(\d+))?$/.exec(name) as unknown as [string, string, string?];
  return join(out, `${basename(file, extname(file))}${line === undefined ? '' : `-${line}`}.svg`);
}

function picture(files: string[], { out, json }: PictureArguments): void {
  // All files are read before the first picture is written, so a bad file leaves nothing behind.
  const read = files.flatMap(readTasks);
  const pictures = read.map(({ name }) => ({ file: name, picture: pictureFile(name, out) }));
  const seen = new Set<string>();
  for (const { picture } of pictures) {
    if (seen.has(picture)) throw new InputError(`Two of the task files would become ${picture}: draw them one by one.`);
    seen.add(picture);
  }
  const drawn = read.map(({ task }) => pictureTask(task));
  orInputError('make the folder', out, () => mkdirSync(out, { recursive: true }));
  drawn.forEach((svg, k) => {
    writeText(pictures[k].picture, svg);
  });
  const lines = json ? [JSON.stringify({ pictures })] : pictures.map((each) => `${each.file}: ${each.picture}`);
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

export const pictureCommand = (): Command =>
  new Command('picture')
    .description('draws the worlds of tasks from above, with goal and rules in words: one SVG file each')
    .argument('<files...>', 'task files (JSON, may hold comments), or lists of tasks (JSON lines)')
    .requiredOption('--out <folder>', 'where the pictures go; made if it is not there')
    .option('--json', 'print one JSON object: {"pictures": [{"file", "picture"}]}')
    .action(picture);
