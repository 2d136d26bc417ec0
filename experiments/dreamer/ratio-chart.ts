import type { drawSvg } from '@open-ada/training/curves';
import { MARKS, type RatioRun, scoresAt } from './ratio-table.js';

/**
 * Return against steps as a chart: a panel for each size, a colour for each train ratio, a band from the lowest to the
 * highest seed. Its points are the cells of the table.
 */
export function ratioChart(
  runs: readonly RatioRun[],
  steps: number,
  environment: string,
): Parameters<typeof drawSvg>[0] {
  const names = [...new Set(runs.map(({ size, ratio }) => `${size} ${ratio}`))];
  const values = names.flatMap((name) => {
    const seeds = runs.filter(({ size, ratio }) => `${size} ${ratio}` === name);
    const { size, ratio } = seeds[0];
    return MARKS.flatMap((part) => {
      const scores = scoresAt(seeds, part, steps);
      if (scores.length === 0) return [];
      const mean = scores.reduce((a, b) => a + b, 0) / scores.length;
      return [{ size, ratio, steps: part * steps, mean, least: Math.min(...scores), most: Math.max(...scores) }];
    });
  });
  const sizes = [...new Set(runs.map(({ size }) => size))];
  const x = { field: 'steps', type: 'quantitative', title: 'steps', axis: { format: '~s', tickCount: 5 } } as const;
  const legend = { orient: 'bottom', symbolOpacity: 1 } as const;
  const color = { field: 'ratio', type: 'nominal', title: 'train ratio', legend } as const;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    title: { text: `${environment}: return of the episodes that ended, by steps`, anchor: 'start' },
    data: { values },
    facet: { field: 'size', type: 'nominal', sort: sizes, title: null, header: { labelFontWeight: 'bold' } },
    columns: 2,
    spec: {
      width: 300,
      height: 200,
      layer: [
        {
          mark: { type: 'area', opacity: 0.2 },
          encoding: { x, color, y: { field: 'least', type: 'quantitative' }, y2: { field: 'most' } },
        },
        {
          mark: { type: 'line', point: true },
          encoding: { x, color, y: { field: 'mean', type: 'quantitative', title: 'return' } },
        },
      ],
    },
    config: { font: 'DejaVu Sans, Arial, sans-serif', view: { stroke: '#ccc' }, axis: { gridColor: '#eee' } },
  };
}
