import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { RefusedRequest } from './refusal.js';

/** Draws the learning curves of a run as SVG. @throws Error in one sentence if it has none */
export type DrawCurves = (run: string) => Promise<string>;

/** A cache of drawn curves, valid until the log of their run changes. */
export class DrawnCurves {
  private readonly kept = new Map<string, { modified: number; svg: Promise<string> }>();

  constructor(private readonly draw: DrawCurves) {}

  /** @param metrics location of the log of a run @throws RefusedRequest 422 */
  async of(metrics: string): Promise<string> {
    const modified = statSync(metrics).mtimeMs;
    let known = this.kept.get(metrics);
    if (known?.modified !== modified) {
      known = { modified, svg: this.draw(dirname(metrics)) };
      this.kept.set(metrics, known);
    }
    try {
      return await known.svg;
    } catch (error) {
      throw new RefusedRequest(422, (error as Error).message);
    }
  }
}
