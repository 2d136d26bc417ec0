import { PROBE_FAMILIES } from '../probes/probe-families.js';
import type { ProbesResult } from '../probes/probes.js';
import { gainTable } from './gain-chart.js';
import { gainsOf } from './gains.js';
import { headline } from './headline.js';
import { familyChart, probeChart } from './probe-chart.js';
import { probeTable } from './probe-table.js';
import { provenanceList } from './provenance-list.js';
import type { Kept } from './result-file.js';

/** One result of the probes. */
export function probesSection(file: string, result: Kept<ProbesResult>): string {
  const { families, perTask } = result;
  const humans = perTask.some((row) => row.humans);
  const played = PROBE_FAMILIES.flatMap((family) => (families[family] ? [[family, families[family]] as const] : []));
  const gains = gainsOf(result);
  return [
    headline(result, 'Probes'),
    '<h3>Families</h3>',
    legend({
      humans,
      control: perTask.some((row) => row.control),
      explorer: result.explorer !== undefined,
    }),
    `<div class="multiples">${played.map(([family, summary]) => familyChart(family, summary)).join('')}</div>`,
    '<h3>Probes</h3>',
    `<div class="multiples">${perTask.map(probeChart).join('')}</div>`,
    ...(gains.length > 0 ? ['<h3>Gains, paired by probe</h3>', gainTable(gains)] : []),
    '<h3>All figures</h3>',
    '<p class="note">Score of the last trial, and in grey its reward: steps with the goal held.</p>',
    probeTable(result),
    '<h3>Where this comes from</h3>',
    provenanceList(file, result),
  ].join('\n');
}

function legend({ humans, control, explorer }: Record<'humans' | 'control' | 'explorer', boolean>): string {
  const keys = [
    '<span class="key agent">agent</span>',
    ...(control ? ['<span class="key control">memory reset</span>'] : []),
    ...(explorer ? ['<span class="key explorer">explorer, a script that adapts</span>'] : []),
    ...(humans ? ['<span class="key human">people</span>'] : []),
    '<span class="key level proof">oracle or demonstration</span>',
    '<span class="key level">random and no-op</span>',
  ];
  return `<p class="note">Score of the last trial by number of trials k, with 95 % intervals over episodes; the number is the score at the largest k. ${keys.join(' ')}</p>`;
}
