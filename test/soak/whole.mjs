// Whether every file of a folder is whole.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSafetensors } from '../../packages/onnx-jit/dist/index.js';
import { parseReplay } from '../../packages/xland-sim/dist/index.js';

/** How a file of a kind is read: each throws where the file is not whole. */
const READERS = {
  json: (bytes) => JSON.parse(bytes.toString()),
  jsonl: (bytes) => {
    const text = bytes.toString();
    if (!text.endsWith('\n')) throw new Error('its last line is cut short');
    for (const line of text.trimEnd().split('\n')) JSON.parse(line);
  },
  replay: (bytes) => parseReplay(bytes.toString()),
  safetensors: (bytes) => decodeSafetensors(Uint8Array.from(bytes), 'it'),
  onnx: (bytes) => {
    if (bytes.length === 0) throw new Error('it is empty');
  },
  html: (bytes) => {
    if (!bytes.toString().trimEnd().endsWith('</html>')) throw new Error('its end is missing');
  },
  events: (bytes) => {
    // Each record: length, its checksum, data, their checksum.
    let at = 0;
    while (at < bytes.length) at += 16 + Number(bytes.readBigUInt64LE(at));
    if (at !== bytes.length) throw new Error('its last record is cut short');
  },
};

const kindOf = (name) => (name.includes('tfevents') ? 'events' : name.split('.').at(-1));

/** @throws Error for a file that is cut short, and for one that a finished command must not leave */
export function requireWhole(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = join(entry.parentPath, entry.name);
    // A kill may leave a temporary file; nothing reads it.
    if (/\.[0-9a-f-]{36}\.writing$/.test(entry.name)) continue;
    const read = READERS[kindOf(entry.name)];
    if (read === undefined) throw new Error(`${file} is left`);
    try {
      read(readFileSync(file));
    } catch (error) {
      throw new Error(`${file} is not whole: ${error.message}`);
    }
  }
}
