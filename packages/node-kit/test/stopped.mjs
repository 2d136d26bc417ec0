// A command that works until it is stopped, and then takes a while to save.

import { Command } from 'commander';
import { runCommand } from '../dist/command/index.js';
import { Interrupted, stopSignal } from '../dist/index.js';

if (process.env.IS_TERMINAL) process.stderr.isTTY = true;
await runCommand(
  new Command('work').action(async () => {
    const stop = stopSignal(() => process.stdout.write('saving\n'));
    process.stdout.write('working\n');
    const saved = Number(process.env.SAVING_MS);
    await new Promise((resolve) => {
      const alive = setInterval(() => {}, 1000);
      stop.addEventListener('abort', () => setTimeout(() => resolve(clearInterval(alive)), saved));
    });
    throw new Interrupted('saved.');
  }),
);
