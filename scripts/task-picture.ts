// `task picture`: draws the worlds of tasks from above, as SVG files.
import { mkdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { InputError, orInputError, writeText } from '@open-ada/node-kit';
import { pictureTask } from '@open-ada/production-rules';
import { Command } from 'commander';
import { readTaskFile } from './task-files.js';

interface PictureArguments {
  out: string;
  json?: boolean;
}

/** `tasks/my-task.jsonc` becomes `OUT/my-task.svg`. */
const pictureFile = (file: string, out: string): string => join(out, `${basename(file, extname(file))}.svg`);

function picture(files: string[], { out, json }: PictureArguments): void {
  const pictures = files.map((file) => ({ file, picture: pictureFile(file, out) }));
  const twice = pictures.find(({ picture }, k) => pictures.findIndex((other) => other.picture === picture) < k);
  if (twice !== undefined)
    throw new InputError(`Two of the task files would become ${twice.picture}: draw them one by one.`);
  // All files are read before the first picture is written, so a bad file leaves nothing behind.
  const drawn = files.map((file) => pictureTask(readTaskFile(file)));
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
    .argument('<files...>', 'task files (JSON, may hold comments)')
    .requiredOption('--out <folder>', 'where the pictures go; made if it is not there')
    .option('--json', 'print one JSON object: {"pictures": [{"file", "picture"}]}')
    .action(picture);
