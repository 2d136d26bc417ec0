import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { writeWhole } from '@open-ada/node-kit';
import type { EvaluationResult } from '../protocol/evaluate.js';
import { heldOutSection } from './heldout-section.js';
import { count, escapeHtml, figure, signed } from './html.js';
import { probesSection } from './probes-section.js';
import { type AnyResult, readResults } from './result-file.js';

/** With more results than this, all are collapsed. */
const OPEN_RESULTS = 3;

interface Named {
  file: string;
  result: AnyResult;
}

/**
 * Writes `evaluation.html` with all results of a directory: one page that makes no requests and can be read offline.
 * @returns the file
 */
export function writePage(directory: string): string {
  const file = join(directory, 'evaluation.html');
  writeWhole(file, formatPage(readResults(directory)));
  return file;
}

export function formatPage(results: readonly Named[]): string {
  const asset = (name: string) => readFileSync(new URL(`../../assets/${name}`, import.meta.url), 'utf8');
  const sections = results.map((named) => section(named, results.length <= OPEN_RESULTS));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>open-ada: evaluation</title>
<style>
${asset('style.css')}</style>
</head>
<body>
<header><h1>Evaluation</h1>
<p>Adaptation to hidden rules within k trials. The figures are those of this project’s own tasks and reference scores; no comparison with figures
measured elsewhere is like with like.</p></header>
<main>
${results.length > 1 ? overview(results) : ''}
${sections.join('\n')}
</main>
<script>
${asset('tables.js')}</script>
</body>
</html>
`;
}

const idOf = ({ file }: Named) => file.replace(/\.json$/, '');

function titleOf({ result }: Named): string {
  if (result.evaluation === 'heldout') return result.tasks.family;
  return result.players === 2 ? 'probes for two' : 'probes';
}

function section(named: Named, open: boolean): string {
  const { file, result } = named;
  const { checkpoint, tasks } = result;
  const kind = result.evaluation === 'heldout' ? 'held-out tasks' : 'hand-made probes';
  const about = `${count(tasks.count)} ${kind} · ${escapeHtml(basename(checkpoint.file))} <code>${checkpoint.sha256.slice(0, 8)}</code> · ${howPlayed(result)}`;
  const body = result.evaluation === 'heldout' ? heldOutSection(file, result) : probesSection(file, result);
  return `<details class="result" id="${escapeHtml(idOf(named))}"${open ? ' open' : ''}>
<summary><h2>${escapeHtml(titleOf(named))}</h2><p>${about}</p></summary>
${body}
</details>`;
}

/** What distinguishes evaluations of one agent on the same tasks. */
function howPlayed(result: AnyResult): string {
  const { k, repeats, seed, mode, cleared } = result;
  const words = [
    ...(result.evaluation === 'heldout' ? pairWords(result) : []),
    `k ${Object.keys(k).join(', ')}`,
    ...(repeats === 1 ? [] : [`${count(repeats)} episodes each`]),
    `seed ${seed}`,
    `actions ${mode === 'sample' ? 'sampled' : 'greedy'}`,
    ...(cleared ? [] : ['no memory-reset control']),
  ];
  return words.join(' · ');
}

/** Who played the other seat of tasks for two, and in which of them. */
function pairWords({ coPlayer, solo }: Pick<EvaluationResult, 'coPlayer' | 'solo'>): string[] {
  if (coPlayer === undefined) return [];
  const who = { self: 'self-play', random: 'beside the random policy', noop: 'beside an idle player' }[coPlayer];
  return [who, ...(solo ? ['only tasks that one can solve'] : [])];
}

/** One row per result. */
function overview(results: readonly Named[]): string {
  const rows = results.map((named) => {
    const { k, byTrial, adaptationGain, checkpoint } = named.result;
    const [first] = Object.values(k);
    const last = k[String(byTrial.k)];
    return (
      `<tr><th scope="row"><a href="#${escapeHtml(idOf(named))}">${escapeHtml(titleOf(named))}</a>` +
      `<small>${escapeHtml(basename(checkpoint.file))} <code>${checkpoint.sha256.slice(0, 8)}</code>, ` +
      `${count(named.result.tasks.count)} tasks · ${howPlayed(named.result)}</small></th>` +
      `<td class="number">${Object.keys(k)[0]} → ${byTrial.k}</td>` +
      `<td class="number">${figure(first.median)} → ${figure(last.median)}</td>` +
      `<td class="number">${figure(first.p20)} → ${figure(last.p20)}</td>` +
      `<td class="number">${figure(first.above08)} → ${figure(last.above08)}</td>` +
      `<td class="number">${adaptationGain ? signed(adaptationGain.mean) : '–'}</td></tr>`
    );
  });
  return `<section class="overview"><div class="scroll" tabindex="0"><table class="figures"><thead><tr><td></td>
<th scope="col" class="number">k</th><th scope="col" class="number">Median</th><th scope="col" class="number">20th percentile</th>
<th scope="col" class="number">Share above 0.8</th><th scope="col" class="number">Adaptation gain</th></tr></thead>
<tbody>${rows.join('')}</tbody></table></div></section>`;
}
