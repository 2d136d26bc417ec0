// A part of the observation of one's own: a compass, and how long the trial has lasted.
// node --import ./examples/own-observation.mjs scripts/run.mjs train-teacher --simulation '{"ownParts":["compass"]}'
import { registerPart } from '@open-ada/xland-sim/register';

registerPart({
  name: 'compass',
  features: [
    { name: 'north', size: 2, meaning: 'sine and cosine of the angle to the north, which is -z' },
    { name: 'elapsed', size: 1, meaning: 'fraction of the trial that is over' },
  ],
  write({ players: [me], step, trialSteps }, into) {
    into[0] = Math.sin(me.heading);
    into[1] = Math.cos(me.heading);
    into[2] = step / trialSteps;
  },
});
