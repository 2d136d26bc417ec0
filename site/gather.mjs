// The pages of the site: all Markdown of the repository, and a page for each file and folder that they link to.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, normalize } from 'node:path';

/** Of files that a browser shows as they are. All other files get a page with their text. */
const AS_THEY_ARE = ['.json', '.svg', '.png'];
const LANGUAGES = { '.mjs': 'js', '.cff': 'yaml', '.jsonl': 'json' };

/** Links of Markdown, `[text](target#part)`, and figures that are written as elements. */
const LINK = /\]\(([^)#\s]+)(#[^)\s]*)?\)/g;
const FIGURE = /<img src="([^"]+)"[^>]*? alt="([^"]*)">/g;

/**
 * @param {string} root the repository
 * @param {string} pages folder of the pages; what is in it goes
 */
export function gather(root, pages) {
  rmSync(pages, { recursive: true, force: true });
  const linked = new Set();
  for (const file of markdownFiles(root)) {
    // Comments mark generated parts. As the site takes all markup for text, it would show them.
    const text = readFileSync(join(root, file), 'utf8').replaceAll(/<!--[\s\S]*?-->\n?/g, '');
    const figures = text.replaceAll(FIGURE, (_, source, alt) => `![${alt}](${source})`);
    write(pages, pageOf(file), linksToPages(root, file, figures, linked));
  }
  for (const path of linked) show(root, pages, path);
}

function markdownFiles(root) {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name));
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/README.md`);
  const others = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'python/README.md', 'examples/README.md'];
  return [...others, ...packages, ...docs].filter((file) => existsSync(join(root, file)));
}

const pageOf = (file) => (basename(file) === 'README.md' ? join(dirname(file), 'index.md') : file);

/** Lets links lead to pages, and notes which files and folders must get one. */
function linksToPages(root, file, text, linked) {
  return text.replaceAll(LINK, (whole, target, part = '') => {
    if (/^[a-z]+:/.test(target)) return whole;
    const path = normalize(join(dirname(file), decodeURI(target))).replace(/\/$/, '');
    if (path.startsWith('..') || !existsSync(join(root, path))) return whole;
    if (path.endsWith('.md')) return `](${target.replace(/README\.md$/, 'index.md')}${part})`;
    linked.add(path);
    if (statSync(join(root, path)).isDirectory()) return `](${target.replace(/\/$/, '')}/index.md)`;
    return AS_THEY_ARE.includes(extname(path)) ? whole : `](${target}.md)`;
  });
}

/** A page for what is linked to and is no page. */
function show(root, pages, path) {
  const place = join(root, path);
  if (statSync(place).isDirectory()) {
    const names = readdirSync(place).map((name) => `- ${name}\n`);
    write(pages, join(path, 'index.md'), `# ${path}\n\nA folder of the repository:\n\n${names.join('')}`);
  } else if (AS_THEY_ARE.includes(extname(path))) {
    // Figures are read beside the page by VitePress, and links to them lead to the copy.
    for (const folder of [pages, join(pages, 'public')]) cpSync(place, join(folder, path), { recursive: true });
  } else {
    const language = LANGUAGES[extname(path)] ?? extname(path).slice(1);
    const text = readFileSync(place, 'utf8');
    write(pages, `${path}.md`, `# ${path}\n\n\`\`\`\`\`\`${language}\n${text}\n\`\`\`\`\`\`\n`);
  }
}

function write(pages, file, text) {
  mkdirSync(dirname(join(pages, file)), { recursive: true });
  writeFileSync(join(pages, file), text);
}
