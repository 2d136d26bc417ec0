import { markup } from '../dom.js';

const PATHS = {
  play: '<path d="M7 4.5v15l12-7.5z" fill="currentColor" stroke-linejoin="round"/>',
  pause: '<path d="M8 5v14M16 5v14" stroke-width="4" stroke-linecap="round"/>',
  again: '<path d="M5 12a7 7 0 1 0 2.5-5.4M7 3v4.5h4.5"/>',
  before: '<path d="M6 5v14M19 5.5v13L9.5 12z" fill="currentColor" stroke-linejoin="round"/>',
  next: '<path d="M18 5v14M5 5.5v13L14.5 12z" fill="currentColor" stroke-linejoin="round"/>',
  slower: '<path d="M5 12h14"/>',
  faster: '<path d="M5 12h14M12 5v14"/>',
  link: '<path d="M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1"/>',
  save: '<path d="M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14"/>',
  theme: '<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor"/>',
  help: '<path d="M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.2-1.5 2.3M12 18v.1" stroke-width="2.4"/>',
  library: '<path d="M5 5h4v14H5zM9 5h4v14H9zM14 6l3.6-1 3.4 13.4-3.6 1z" stroke-linejoin="round"/>',
  person: '<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20c.8-4.2 3.8-6 7.5-6s6.7 1.8 7.5 6"/>',
  robot:
    '<rect x="5" y="8" width="14" height="11" rx="4"/><path d="M12 8V4.5M9.5 12.5v2M14.5 12.5v2" stroke-width="2.2"/>',
  hand: '<path d="M7 13V7.5a1.6 1.6 0 0 1 3.2 0V12M10.2 11V5.6a1.6 1.6 0 0 1 3.2 0V11M13.4 11.5V7a1.6 1.6 0 0 1 3.2 0v7c0 4-2.3 6.5-5.6 6.5-2.5 0-4-1.2-5.2-3.5L4 13.5c-.7-1.5 1.2-2.6 2.1-1.3L7 13.5"/>',
  up: '<path d="M12 6l6 10H6z" fill="currentColor" stroke-linejoin="round"/>',
  down: '<path d="M12 18L6 8h12z" fill="currentColor" stroke-linejoin="round"/>',
  left: '<path d="M6 12l10-6v12z" fill="currentColor" stroke-linejoin="round"/>',
  right: '<path d="M18 12L8 18V6z" fill="currentColor" stroke-linejoin="round"/>',
};

export type IconName = keyof typeof PATHS;

/** The icon of a button. The button itself has a label in words. */
export const icon = (name: IconName): Element =>
  markup(
    `<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true">${PATHS[name]}</svg>`,
  );
