import type { Figures } from '../statistics/report.js';
import type { Gain } from './gain-chart.js';

/** The gains of a result for which there is a comparison. */
export function gainsOf({ gainOverTrials, gainFromMemory, gainFromMemoryMiddle, adaptationGain }: Figures): Gain[] {
  const gains: Gain[] = [];
  if (gainFromMemoryMiddle) {
    const { k, trials } = gainFromMemoryMiddle;
    gains.push({
      name: 'From memory, middle trials',
      meaning: `trials ${trials[0]} to ${trials[1]} of ${k}: with memory kept less with memory reset between trials`,
      estimate: gainFromMemoryMiddle,
    });
  }
  if (gainFromMemory) {
    gains.push({
      name: 'From memory, last trial',
      meaning: `the same for the last trial of ${gainFromMemory.k}, which the agent is told is its last`,
      estimate: gainFromMemory,
    });
  }
  if (adaptationGain) {
    gains.push({
      name: 'Adaptation',
      meaning: `the smaller of two mean differences: last less first trial of ${adaptationGain.k}, and last trial less that with memory reset`,
      estimate: adaptationGain,
    });
  }
  if (gainOverTrials) {
    const [smallest, largest] = gainOverTrials.k;
    gains.push({
      name: 'Over trials',
      meaning: `last trial of ${largest} less last trial of ${smallest}`,
      estimate: gainOverTrials,
    });
  }
  return gains;
}
