import { describeTask, parseTask, pictureTask, type Task } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { arbitraryTask } from './arbitrary-task.js';
import { VALID } from './valid-file.js';

const taskWith = (change: object): Task =>
  parseTask(JSON.stringify({ ...VALID, rules: [], hiding: undefined, ...change }));
const flat = { world: { rows: ['00', '00'] }, players: [{ at: [1, 1] }], objects: [] };
const count = (svg: string, pattern: RegExp): number => svg.match(pattern)?.length ?? 0;
/** What stands between tags, as a reader sees it. */
const texts = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
/** The lines of steps, as `stroke-width` and `d`. */
const steps = (svg: string): string[] =>
  [...svg.matchAll(/<path d="(M[\d. ]+[hv]\d+)" stroke-width="(\d)"/g)].map(([, d, width]) => `${width} ${d}`);

/** Every element is closed, in order: what stays open at the end, or the first wrong closing tag. */
function unclosed(svg: string): string[] {
  const open: string[] = [];
  for (const [, closing, name, empty] of svg.matchAll(/<(\/?)(\w+)(?:\s+[\w-]+="[^"<]*")*(\/?)>/g)) {
    if (closing) {
      if (open.pop() !== name) return [`</${name}>`];
    } else if (!empty) open.push(name);
  }
  return open;
}

describe('the picture of a task', () => {
  it('is a well-formed document with every object, under its letter in the map, and small', () => {
    for (let seed = 0; seed < 60; seed++) {
      const task = arbitraryTask(seed);
      const svg = pictureTask(task);
      expect(unclosed(svg)).toEqual([]);
      expect(svg.replace(/<\/?\w+(?:\s+[\w-]+="[^"<]*")*\/?>/g, '')).not.toMatch(/[<>"]|NaN|undefined/);
      expect(svg.length).toBeLessThan(40_000);
      const shown = texts(svg);
      const legend = describeTask(task).matchAll(/^ {2}((?:[a-zA-G] )+) ((?:frozen )?(?:black|purple|yellow) .*)$/gm);
      let letters = 0;
      for (const [, marks, name] of legend) {
        const all = marks.trim().split(' ');
        letters += all.length;
        expect(shown).toEqual(expect.arrayContaining(all));
        expect(shown.join(' ')).toContain(all.length > 1 ? `${name} (${all.join(' ')})` : name);
      }
      expect(letters).toBe(task.objects.length);
    }
  });

  it('draws each shape in its colour, and marks what is frozen', () => {
    const objects = [
      { type: 'purple sphere', at: [0.5, 3], size: 1.6 },
      { type: 'yellow pyramid', at: [1.5, 3] },
      { type: 'black cube', at: [2.5, 3], frozen: true },
      { type: 'black slab', at: [3.5, 3] },
    ];
    const svg = pictureTask(taskWith({ ...flat, objects }));
    expect(svg).toContain('<circle cx="12" cy="72" r="9.6" fill="#8a3ffc"');
    expect(svg).toContain('<polygon points="36,64.5 28.8,78 43.2,78" fill="#ffd400"');
    expect(svg).toContain('<rect x="54" y="66" width="12" height="12" fill="#16181d" stroke="#19b5d8"');
    expect(svg).toMatch(/<rect x="75.9" y="67.5" width="16.2" height="9" fill="#16181d" stroke="#fff"/);
    expect(texts(svg)).toEqual(expect.arrayContaining(['purple sphere of size 1.6', 'frozen black cube']));
  });

  it('draws a line where one can only drop, as thick as the step is high, and none along a ramp', () => {
    const picture = (...rows: string[]) => pictureTask(taskWith({ ...flat, world: { rows } }));
    expect(steps(picture('00', '00'))).toEqual([]);
    expect(steps(picture('03', '00'))).toEqual(['4 M48 0v48', '4 M48 48h48']);
    expect(steps(picture('00#2', '0000'))).toEqual(['3 M144 48h48']);
    // The ramp's ends are passages; beside its high end there is a step.
    const ramp = picture('0>1', '000');
    expect(steps(ramp)).toEqual(['2 M48 48h48', '2 M96 48h48']);
    expect(ramp).toContain('M55.2 24L88.8 24M81.2 16.4L88.8 24L81.2 31.6');
    expect(count(picture('0>>2', '0000'), /fill="none" stroke="#5a3d22"/g)).toBe(2);
  });

  it('shows where the avatar looks at first: in any direction, or within a sector about the mean', () => {
    const at = [1, 1];
    const anywhere = pictureTask(taskWith({ ...flat, players: [{ at }] }));
    expect(anywhere).toMatch(/<circle cx="24" cy="24" r="26.4"[^>]*stroke-dasharray/);
    const left = pictureTask(
      taskWith({ ...flat, players: [{ at, heading: { mean: Math.PI / 2, spread: Math.PI / 4 } }] }),
    );
    expect(left).toContain('M24 24L5.3 42.7A26.4 26.4 0 0 1 5.3 5.3Z');
    expect(left).not.toContain('stroke-dasharray');
    const wide = pictureTask(taskWith({ ...flat, players: [{ at, heading: { mean: 0, spread: 2 } }] }));
    expect(wide).toContain('A26.4 26.4 0 1 1');
  });

  it('says goal and rules in words, marks what is hidden, and escapes names', () => {
    const rules = ['hold(me, black cube) -> nothing', { rule: 'touching(me, black slab) -> nothing', hidden: true }];
    const svg = pictureTask(taskWith({ ...flat, name: 'a < b & "c"', goal: 'not see(me, black cube)', rules }));
    expect(texts(svg)).toEqual(
      expect.arrayContaining([
        'a &lt; b &amp; &quot;c&quot;',
        'Goal: I do not see any black cube.',
        '1. When I hold a black cube, it vanishes.',
        '2. When I touch a black slab, it vanishes. (hidden from the agent)',
      ]),
    );
    expect(svg).toContain('<title>a &lt; b &amp; &quot;c&quot;</title>');
    expect(svg.match(/font-style="italic"[^>]*>[^<]*/g)).toEqual([expect.stringContaining('>2. When')]);
  });
});
