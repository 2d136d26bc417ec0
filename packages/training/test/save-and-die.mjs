// Saves checkpoints and is killed: after the given file operation, or (forever) from outside.
import { saveCheckpoint } from '../dist/storage/checkpoint-store.js';

const [directory, first, last] = process.argv.slice(2);
const files = (value) => ({ 'state.json': JSON.stringify({ value }), 'tensor.bin': new Uint8Array(5000).fill(value) });
let operations = 0;
if (last === 'forever') {
  for (let iteration = Number(first); ; iteration++) {
    saveCheckpoint(directory, iteration, files(iteration), 3);
    process.stdout.write('saved\n');
  }
} else {
  saveCheckpoint(directory, Number(first), files(Number(first)), 3, () => {
    if (operations++ === Number(last)) process.kill(process.pid, 'SIGKILL');
  });
}
