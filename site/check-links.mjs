// Checks that every link and picture of a built site leads to a file of it, and every link to a part of a page to one.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * @param {string} site folder of the built site
 * @returns {string[]} one sentence for each link that leads nowhere
 */
export function deadLinks(site) {
  const names = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));
  const texts = new Map(names.map((name) => [join(site, name), readFileSync(join(site, name), 'utf8')]));
  const parts = new Map([...texts].map(([file, text]) => [file, new Set(found(text, /\bid="([^"]+)"/g))]));
  const dead = new Set();
  for (const [file, text] of texts) {
    for (const link of found(text, /\b(?:href|src)="([^"]+)"/g)) {
      if (/^([a-z]+:|#$)/.test(link)) continue;
      const [path, part] = link.replaceAll('&amp;', '&').split('#').map(decodeURIComponent);
      const target = path === '' ? file : targetOf(site, file, path);
      const from = relative(site, file);
      if (target === undefined) dead.add(`${from}: ${path} is not there.`);
      else if (part && parts.has(target) && !parts.get(target).has(part)) {
        dead.add(`${from}: ${path} has no part "${part}".`);
      }
    }
  }
  return [...dead];
}

const found = (text, pattern) => [...text.matchAll(pattern)].map(([, value]) => value);

function targetOf(site, from, path) {
  const target = path.startsWith('/') ? join(site, path) : join(dirname(from), path);
  const places = [target, `${target}.html`, join(target, 'index.html')];
  return places.find((place) => existsSync(place) && statSync(place).isFile());
}
