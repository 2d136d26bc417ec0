import type { ThemeName } from './scene/theme.js';

const KEY = 'open-ada.theme';

/** The theme chosen here before, otherwise the one that the system prefers. */
export function preferredTheme(): ThemeName {
  try {
    const kept = localStorage.getItem(KEY);
    if (kept === 'light' || kept === 'dark') return kept;
  } catch {
    // A browser may refuse to store data for this page.
  }
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function keepTheme(theme: ThemeName): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // The choice then lasts until the page is closed.
  }
}

const NAME_KEY = 'open-ada.name';

/** The name that the person entered here before; empty if there is none. */
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
    // The name then lasts until the page is closed.
  }
}

/** Follows the system's theme until the person chooses one. */
export function followSystem(change: (theme: ThemeName) => void): void {
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => change(preferredTheme()));
}
