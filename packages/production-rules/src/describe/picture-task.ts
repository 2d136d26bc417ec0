import { TILE_SIZE } from '../language/geometry.js';
import type { Task } from '../language/task.js';
import { describeGoals, describeHiding, describeRules, describeStart } from './describe-task.js';
import { legendOf, letterOf } from './draw-map.js';
import { pictureAvatar, pictureObject, picturePlayer } from './picture-objects.js';
import { pictureTerrain } from './picture-terrain.js';
import { element, escapeXml } from './svg.js';

/** Lengths in the picture, in its own units (pixels before scaling). */
const TILE = 48;
const METRE = TILE / TILE_SIZE;
const MARGIN = 14;
const LEGEND = 190;
const LEAST_WIDTH = 620;
const LINE = 16;
const FONT = 12;
/** Mean width of a character of the caption. */
const CHARACTER = 6;

interface CaptionLine {
  text: string;
  look?: 'title' | 'hidden';
}

/** Breaks a text into lines of at most `most` characters. All lines but the first are indented by `inset`. */
function wrap(text: string, most: number, inset: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length > most && line !== '') {
      lines.push(line);
      line = inset + word;
    } else line = longer;
  }
  return [...lines, line];
}

function captionOf(task: Task): CaptionLine[] {
  const { name, tests, rules, trialSeconds, players } = task;
  return [
    { text: name, look: 'title' },
    ...(tests === undefined ? [] : [{ text: `Tests: ${tests}` }]),
    ...describeGoals(task).map((text) => ({ text })),
    ...(rules.length === 0 ? [{ text: 'There are no rules.' }] : []),
    ...describeRules(task).map(({ text, hidden }, r): CaptionLine => {
      const line = `${r + 1}. ${text}`;
      return hidden ? { text: line, look: 'hidden' } : { text: line };
    }),
    ...describeHiding(task).map((text) => ({ text })),
    { text: `A trial lasts ${trialSeconds} s. ${players.map(describeStart).join(' ')}` },
  ];
}

const LOOKS: Record<NonNullable<CaptionLine['look']>, Record<string, string>> = {
  title: { 'font-weight': 'bold', 'font-size': '15' },
  hidden: { 'font-style': 'italic', fill: '#6b4fa0' },
};

/**
 * Draws a task as an SVG document: its world from above, a legend of its objects (with the letters of the map in
 * `task show`), and goal and rules in words. Hidden rules are in italics. Frozen objects have a light blue edge.
 */
export function pictureTask(task: Task): string {
  const { world, objects, players } = task;
  const [width, depth] = [world.rows[0].length * TILE, world.rows.length * TILE];
  const whole = Math.max(LEAST_WIDTH, width + LEGEND + 3 * MARGIN);
  const map = [
    pictureTerrain(world, TILE),
    element('rect', { width, height: depth, fill: 'none', stroke: '#3d4450', 'stroke-width': 3 }),
    ...players.map((player, p) => picturePlayer(player, p, METRE)),
    ...objects.map((object, i) => pictureObject(object, letterOf(i), METRE)),
  ];
  const legend = [
    ...players.map((_, p) => [pictureAvatar(MARGIN, 0, p, METRE), p === 0 ? 'me' : 'the other player']),
    ...legendOf(objects).map(({ name, letters, object }) => {
      const sign = pictureObject({ ...object, at: [MARGIN / METRE, 0] }, letters[0], METRE);
      return [sign, letters.length > 1 ? `${name} (${letters.join(' ')})` : name];
    }),
  ];
  const legendLines = legend.flatMap(([sign, name], k) => {
    const lines = wrap(name, Math.floor((LEGEND - 2 * MARGIN) / CHARACTER), '');
    return lines.map((text, n) => ({ sign: n === 0 ? sign : '', text, gap: n === 0 && k > 0 ? 6 : 0 }));
  });
  let height = 10;
  const beside = legendLines.map(({ sign, text, gap }) => {
    height += gap + LINE;
    const moved = { transform: `translate(0 ${height - LINE})` };
    return element('g', moved, sign + element('text', { x: 2 * MARGIN + 4, y: 4 }, escapeXml(text)));
  });
  const top = MARGIN + Math.max(depth, height) + 2 * LINE;
  const most = Math.floor((whole - 2 * MARGIN) / CHARACTER);
  const caption = captionOf(task).flatMap(({ text, look }) =>
    wrap(text, most, '\u00a0\u00a0\u00a0').map((line) => ({ line, look })),
  );
  const below = caption.map(({ line, look }, k) =>
    element('text', { x: MARGIN, y: top + k * LINE, ...(look ? LOOKS[look] : {}) }, escapeXml(line)),
  );
  const total = top + caption.length * LINE;
  const size = { viewBox: `0 0 ${whole} ${total}`, width: whole, height: total };
  const root = { xmlns: 'http://www.w3.org/2000/svg', ...size, 'font-family': 'sans-serif', 'font-size': FONT };
  const document = [
    element('title', {}, escapeXml(task.name)),
    element('rect', { width: whole, height: total, fill: '#fff' }),
    element('g', { transform: `translate(${MARGIN} ${MARGIN})` }, map.join('\n')),
    element('g', { transform: `translate(${2 * MARGIN + width} ${MARGIN})` }, beside.join('\n')),
    ...below,
  ];
  return `${element('svg', root, `\n${document.join('\n')}\n`)}\n`;
}
