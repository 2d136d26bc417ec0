import type { TopLevelSpec } from 'vega-lite';
import type { CurvePoint } from './points.js';

export const AXES = ['steps', 'minutes'] as const;
export type Axis = (typeof AXES)[number];

/** Panels side by side, and the size of one, pixels. */
const COLUMNS = 3;
const WIDTH = 220;
const HEIGHT = 130;

/** Learning curves as a vega-lite chart: a panel for each family, a colour for each run. */
export function curvesChart(points: readonly CurvePoint[], axis: Axis): TopLevelSpec {
  const isGain = ({ what }: CurvePoint) => what === 'gain from memory';
  const [scores, gains] = [points.filter((point) => !isGain(point)), points.filter(isGain)];
  const panels = [
    panel(scores, axis, 'score in training: % of the trial in which the goal holds'),
    ...(gains.length > 0 ? [panel(gains, axis, "gain from memory: % of the oracle's score")] : []),
  ];
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    vconcat: panels,
    config: { font: 'DejaVu Sans, Arial, sans-serif', view: { stroke: '#ccc' }, axis: { gridColor: '#eee' } },
  };
}

type Panels = Extract<TopLevelSpec, { vconcat: unknown }>['vconcat'][number];

function panel(values: readonly CurvePoint[], axis: Axis, title: string): Panels {
  const families = [...new Set(values.map(({ family }) => family))];
  const whats = [...new Set(values.map(({ what }) => what))];
  return {
    title: { text: title, anchor: 'start' },
    data: { values: [...values] },
    facet: { field: 'family', type: 'nominal', sort: families, title: null, header: { labelFontWeight: 'bold' } },
    columns: COLUMNS,
    spec: {
      width: WIDTH,
      height: HEIGHT,
      mark: { type: 'line', interpolate: 'monotone', point: whats.length === 1 },
      encoding: {
        x: { field: axis, type: 'quantitative', title: axis, axis: { format: '~s', tickCount: 5 } },
        y: { field: 'value', type: 'quantitative', title: '%' },
        color: {
          field: 'run',
          type: 'nominal',
          title: 'run',
          legend: { orient: 'bottom', columns: 2, labelLimit: 320 },
        },
        ...(whats.length > 1 && {
          strokeDash: { field: 'what', type: 'nominal', sort: whats, title: null, legend: { orient: 'bottom' } },
        }),
      },
    },
  };
}
