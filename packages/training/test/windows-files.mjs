// Preloaded: the file system behaves as on Windows. A directory cannot be synchronised, and what another program has
// open for a moment cannot be renamed or removed.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

Object.defineProperty(process, 'platform', { value: 'win32' });
const refused = (what) => Object.assign(new Error(`EPERM: operation not permitted, ${what}`), { code: 'EPERM' });

const { fsyncSync, fstatSync, renameSync, rmSync } = fs;
fs.fsyncSync = (descriptor) => {
  if (fstatSync(descriptor).isDirectory()) throw refused('fsync');
  fsyncSync(descriptor);
};
/** Every second call is refused. */
const inUse = (change, name) => {
  let calls = 0;
  return (...args) => {
    if (++calls % 2 === 1) throw refused(name);
    return change(...args);
  };
};
fs.renameSync = inUse(renameSync, 'rename');
fs.rmSync = inUse(rmSync, 'rm');
syncBuiltinESMExports();
