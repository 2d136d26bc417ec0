import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** A chart as SVG text. */
export async function drawSvg(chart: TopLevelSpec): Promise<string> {
  return new View(parse(compile(chart).spec), { renderer: 'none' }).toSVG();
}

/** SVG as PNG, twice as fine. Its text is drawn with the fonts of this machine. */
export async function drawPng(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const font = { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans' };
  return new Resvg(svg, { fitTo: { mode: 'zoom', value: 2 }, font }).render().asPng();
}
