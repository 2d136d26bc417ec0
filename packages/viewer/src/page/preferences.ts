import type { ThemeName } from './scene/theme.js';

const KEY = 'open-ada.theme';

/** The theme that was chosen here before, else the one that the system prefers. */
export function preferredTheme(): ThemeName {
  try {
    const kept = localStorage.getItem(KEY);
    if (kept === 'light' || kept === 'dark') return kept;
  } catch {
    // A browser may keep nothing for this page.
  }
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function keepTheme(theme: ThemeName): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Then it holds until the page is closed.
  }
}

const NAME_KEY = 'open-ada.name';

/** What the person called themselves here before; empty where they did not. */
export function keptName(): string {
  try {
    return localStorage.getItem(NAME_KEY) ?? '';
  } catch {
    return '';
  }
}

export function keepName(name: string): void {
  try {
    localStorage.setItem(NAME_KEY, name);
  } catch {
    // Then it holds until the page is closed.
  }
}

/** Follows the system until a theme has been chosen here. */
export function followSystem(change: (theme: ThemeName) => void): void {
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => change(preferredTheme()));
}
