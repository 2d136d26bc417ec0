import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTask, pictureTask } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { root, task, temporaryFolder } from './task-command.js';

const { folder, fileOf } = temporaryFolder();
const picture = (...options: string[]) => task('picture', ...options);
const examples = ['tasks/examples/two-steps.jsonc', 'tasks/examples/up-the-ramp.jsonc'];

describe('task picture', () => {
  it('writes one picture per task, named after its file, into a folder that it makes', () => {
    const out = join(folder, 'new', 'pictures');
    const { status, stdout, stderr } = picture(...examples, '--out', out, '--json');
    expect([status, stderr]).toEqual([0, '']);
    const pictures = examples.map((file) => ({
      file,
      picture: join(out, file.replace(/^.*\/(.*)\.jsonc$/, '$1.svg')),
    }));
    expect(JSON.parse(stdout)).toEqual({ pictures });
    expect(readdirSync(out)).toEqual(['two-steps.svg', 'up-the-ramp.svg']);
    for (const { file, picture } of pictures) {
      const expected = pictureTask(parseTask(readFileSync(join(root, file), 'utf8')));
      expect(readFileSync(picture, 'utf8')).toBe(expected);
    }
    expect(picture(examples[0], '--out', out).stdout).toBe(`${examples[0]}: ${join(out, 'two-steps.svg')}\n`);
  });

  const other = fileOf('two-steps.json', readFileSync(join(root, examples[0]), 'utf8'));
  const broken = fileOf('broken.json', '{"version": 1}');
  const inTheWay = join(folder, 'file');
  writeFileSync(inTheWay, '');
  const out = join(folder, 'none');
  const WRONG: [options: string[], message: RegExp][] = [
    [[examples[0]], /required option '--out <folder>' not specified/],
    [['--out', out], /missing required argument 'files'/],
    [
      [examples[0], other, '--out', out],
      /^Two of the task files would become .*two-steps\.svg: draw them one by one\.\n$/,
    ],
    [[examples[0], broken, '--out', out], /broken\.json/],
    [[examples[0], '--out', inTheWay], /^Cannot make the folder .*file: there is a file of that name\.\n$/],
    [[examples[0], '--out', join(inTheWay, 'x')], /^Cannot make the folder .*: part of the path is no folder\.\n$/],
  ];
  it.each(WRONG)('a wrong call, %j, exits 2, says why and writes nothing', (options, message) => {
    const { status, stdout, stderr } = picture(...options);
    expect(stderr).toMatch(message);
    expect([status, stdout]).toEqual([2, '']);
    expect(existsSync(out)).toBe(false);
  });
});
