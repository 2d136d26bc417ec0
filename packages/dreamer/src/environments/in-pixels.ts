import { Canvas } from './canvas.js';
import type { Environment } from './environment.js';

/** An environment that can be drawn. */
export interface DrawnEnvironment extends Environment {
  /** Draws what is to be seen now on an empty canvas. */
  draw(canvas: Canvas): void;
}

/** The same environment, seen as a grey picture of `side` times `side` pixels in place of its numbers. */
export function inPixels(environment: DrawnEnvironment, side: number): Environment {
  const numbers = new Float32Array(environment.world.observation);
  const show = (into: Float32Array): void => {
    const canvas = new Canvas(into, side);
    canvas.clear();
    environment.draw(canvas);
  };
  const image = { height: side, width: side, channels: 1 };
  return {
    world: { ...environment.world, observation: side * side, image },
    reset(into) {
      environment.reset(numbers);
      show(into);
    },
    step(actions, into) {
      const outcome = environment.step(actions, numbers);
      show(into);
      return outcome;
    },
    state: () => environment.state(),
    restore: (state) => environment.restore(state),
  };
}
