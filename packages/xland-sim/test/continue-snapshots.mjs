// Continues snapshots in a process of its own. Standard input: { settings, jobs: [{ snapshot (base64), next: actions }] }.
// Standard output, per job and step: [hash of the observation, reward, event, digest].
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { BatchedEnvironment } from '@open-ada/xland-sim';

const { settings, jobs } = JSON.parse(readFileSync(0, 'utf8'));
const answers = jobs.map(({ snapshot, next }) => {
  const environment = new BatchedEnvironment(settings, 1);
  environment.restore(0, new Uint8Array(Buffer.from(snapshot, 'base64')));
  const observation = new Float32Array(environment.observationSpec.size);
  const rewards = new Float32Array(1);
  const events = new Uint8Array(1);
  return next.map((actions) => {
    environment.step(Int32Array.from(actions), rewards, events);
    environment.observe(observation);
    const seen = createHash('sha256').update(new Uint8Array(observation.buffer)).digest('hex');
    return [seen, String(rewards[0]), String(events[0]), environment.digest(0)];
  });
});
process.stdout.write(JSON.stringify(answers));
