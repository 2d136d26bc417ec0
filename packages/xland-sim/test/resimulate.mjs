// Plays replay files again, by whichever Node runs this: node resimulate.mjs FILE...
// Prints a JSON list: per file the outcome, and a hash of all observations, camera included.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseReplay, resimulate } from '@open-ada/xland-sim';

const outcomes = process.argv.slice(2).map((file) => {
  const hash = createHash('sha256');
  let observation;
  const outcome = resimulate(parseReplay(readFileSync(file, 'utf8'), file), (environment) => {
    observation ??= new Float32Array(environment.observationSpec.size);
    environment.observe(observation);
    hash.update(new Uint8Array(observation.buffer));
  });
  return { ...outcome, observations: hash.digest('hex') };
});
process.stdout.write(`${JSON.stringify(outcomes)}\n`);
