import type { Figures } from '../statistics/report.js';
import type { Gain } from './gain-chart.js';

/** The paired gains of a result that has more than one k, or a control. */
export function gainsOf({ gainOverTrials, gainFromMemory, adaptationGain }: Figures): Gain[] {
  const [smallest, largest] = gainOverTrials.k;
  return [
    ...(smallest === largest
      ? []
      : [
          {
            name: 'Over trials',
            meaning: `score at k = ${largest} less score at k = ${smallest}`,
            estimate: gainOverTrials,
          },
        ]),
    ...(gainFromMemory
      ? [
          {
            name: 'From memory',
            meaning: `last trial at k = ${largest} less the same with memory cleared between trials`,
            estimate: gainFromMemory,
          },
        ]
      : []),
    ...(adaptationGain
      ? [
          {
            name: 'Adaptation',
            meaning: 'the smaller of last less first trial, and last trial less the one with memory cleared',
            estimate: adaptationGain,
          },
        ]
      : []),
  ];
}
