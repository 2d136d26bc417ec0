import type { Argument, Colour, Hiding, PredicateName, Shape } from '@open-ada/production-rules';
import { markup } from '../dom.js';

const SHADES: Record<Colour, { base: string; mark: string; edge: string }> = {
  black: { base: '#202126', mark: '#7d8292', edge: '#6b7080' },
  purple: { base: '#7a22c9', mark: '#dbb0ff', edge: '#4b1380' },
  yellow: { base: '#ffce1a', mark: '#cf8200', edge: '#9a6200' },
};

const PATTERNS: Record<Colour, string> = {
  black: '<path d="M0 2.5H5M2.5 0V5" stroke="MARK" stroke-width=".7"/>',
  purple: '<circle cx="2.5" cy="2.5" r="1.15" fill="MARK"/>',
  yellow: '<path d="M-1 6L6 -1M-1 1L1 -1M4 6L6 4" stroke="MARK" stroke-width="1.5"/>',
};

const OUTLINES: Record<Shape, string> = {
  cube: 'M16 3L28 9.5V22.5L16 29L4 22.5V9.5Z',
  sphere: 'M16 3A13 13 0 1 1 15.99 3Z',
  pyramid: 'M16 3L29 23L17 29L3 24Z',
  slab: 'M16 9L30 16V19.5L16 26.5L2 19.5V16Z',
};

/** Lighter and darker faces that are drawn over the outline. */
const FACES: Record<Shape, string> = {
  cube: '<path d="M16 3L28 9.5L16 16L4 9.5Z" fill="#fff" opacity=".28"/><path d="M28 9.5V22.5L16 29V16Z" opacity=".28"/>',
  sphere: '<circle cx="11.5" cy="10.5" r="4.6" fill="#fff" opacity=".3"/>',
  pyramid: '<path d="M16 3L29 23L17 29Z" opacity=".3"/><path d="M16 3L3 24L17 29Z" fill="#fff" opacity=".14"/>',
  slab: '<path d="M16 9L30 16L16 23L2 16Z" fill="#fff" opacity=".28"/><path d="M30 16V19.5L16 26.5V23Z" opacity=".3"/>',
};

/** Definitions that all glyphs refer to. They are added once to the page. */
export function glyphDefinitions(): Element {
  const patterns = Object.entries(PATTERNS).map(([colour, mark]) => {
    const { base, mark: ink } = SHADES[colour as Colour];
    const tile = `<rect width="5" height="5" fill="${base}"/>${mark.replace('MARK', ink)}`;
    return `<pattern id="coat-${colour}" width="5" height="5" patternUnits="userSpaceOnUse">${tile}</pattern>`;
  });
  return markup(`<svg class="definitions" aria-hidden="true"><defs>${patterns.join('')}</defs></svg>`);
}

const svg = (content: string, label: string): Element =>
  markup(`<svg class="glyph" viewBox="0 0 32 32" role="img" aria-label="${label}">${content}</svg>`);

const ME =
  '<rect x="5" y="7" width="22" height="20" rx="9" fill="#f4f6f8" stroke="#0d7f72" stroke-width="2"/>' +
  '<rect x="8.5" y="12" width="15" height="9.5" rx="4.7" fill="#10202b"/>' +
  '<rect x="12" y="14" width="2.6" height="5.4" rx="1.3" fill="#8ffbe6"/><rect x="17.4" y="14" width="2.6" height="5.4" rx="1.3" fill="#8ffbe6"/>' +
  '<path d="M16 7V3.6" stroke="#0d7f72" stroke-width="2"/><circle cx="16" cy="3" r="2" fill="#12a594"/>';

const unknown = (label: string): string =>
  `<rect x="4" y="4" width="24" height="24" rx="6" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3.6 2.8" opacity=".7"/><text x="16" y="21.5" text-anchor="middle" font-size="14" font-weight="700" fill="currentColor">${label}</text>`;

/** The glyph of an object type or a player. A hidden type is a question mark with its number. */
export function argumentGlyph(argument: Argument, hiding?: Hiding): Element {
  if (argument === 'me') return svg(ME, 'me');
  if (argument === 'other')
    return svg(ME.replaceAll('#12a594', '#f97316').replaceAll('#0d7f72', '#b45309'), 'other player');
  const hidden = hiding?.types.indexOf(argument) ?? -1;
  if (hidden >= 0) return svg(unknown(`?${hidden + 1}`), `hidden type ${hidden + 1}`);
  const [colour, shape] = argument.split(' ') as [Colour, Shape];
  const outline = `<path d="${OUTLINES[shape]}" fill="url(#coat-${colour})" stroke="${SHADES[colour].edge}" stroke-width="1.4" stroke-linejoin="round"/>`;
  return svg(outline + FACES[shape], argument);
}

const line = (path: string): string =>
  `<path d="${path}" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>`;

const SIGNS: Record<PredicateName, string> = {
  hold: line(
    'M9 17V9.5a2.2 2.2 0 0 1 4.4 0V15M13.4 14V7a2.2 2.2 0 0 1 4.4 0v7M17.8 14.5V9a2.2 2.2 0 0 1 4.4 0v9.5c0 5-3 8.5-7.4 8.5-3.4 0-5.4-1.6-7-4.6L5 17.6c-1-2 1.6-3.5 2.9-1.8L9 17',
  ),
  near: `${line('M11 16H21M14 12.5L10.5 16L14 19.5M18 12.5L21.5 16L18 19.5')}<circle cx="5" cy="16" r="3" fill="currentColor"/><circle cx="27" cy="16" r="3" fill="currentColor"/>`,
  touching:
    '<circle cx="11" cy="16" r="7" fill="none" stroke="currentColor" stroke-width="2.4"/><circle cx="22" cy="16" r="7" fill="currentColor" opacity=".55"/>',
  see: `${line('M3 16C7.5 9 24.5 9 29 16C24.5 23 7.5 23 3 16Z')}<circle cx="16" cy="16" r="4" fill="currentColor"/>`,
};

/** The glyph of a predicate. */
export function predicateGlyph(name: PredicateName, hiding?: Hiding): Element {
  const hidden = hiding?.predicates.indexOf(name) ?? -1;
  return hidden >= 0 ? svg(unknown(`?${hidden + 1}`), `hidden relation ${hidden + 1}`) : svg(SIGNS[name], name);
}

export const arrowGlyph = (): Element => svg(line('M4 16H26M18 8.5L26 16L18 23.5'), 'becomes');
export const nothingGlyph = (): Element => svg(line('M8 8L24 24M24 8L8 24'), 'nothing');
export const hiddenRuleGlyph = (): Element => svg(unknown('?'), 'hidden rule');

/** The logo of the program. */
export const logo = (): Element => markup(`<svg class="logo" viewBox="0 0 32 32" aria-hidden="true">${ME}</svg>`);
