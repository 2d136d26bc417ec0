import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { byNumber, removeWhole, renameWhole, syncDirectory } from '@open-ada/node-kit';

/** The files of one checkpoint by name. */
export type CheckpointFiles = Record<string, Uint8Array | string>;

/** Written last: its presence shows that the checkpoint is complete. It holds the SHA-256 of every file. */
const MARKER = 'complete.json';

/**
 * Writes a checkpoint so that the earlier ones stay usable after a crash at any moment: temporary directory, fsync,
 * rename, and the marker last. Then removes all checkpoints except the newest `kept`, and leftovers of crashes.
 * @param directory `RUN/checkpoints`
 * @param iteration names the checkpoint
 * @param afterOperation called after each change of the file system (tests stop the process there)
 */
export function saveCheckpoint(
  directory: string,
  iteration: number,
  files: CheckpointFiles,
  kept: number,
  afterOperation: (operation: string) => void = () => {},
): string {
  const name = String(iteration).padStart(6, '0');
  const final = join(directory, name);
  // The marker alone is not enough: a crash may have interrupted its own write.
  if (existsSync(final) && faultOf(final) === undefined) return final;
  const temporary = join(directory, `${name}.writing`);
  const step = (operation: string, change: () => void) => {
    change();
    afterOperation(operation);
  };
  step('clear', () => {
    removeWhole(temporary);
    removeWhole(final);
  });
  step('create', () => mkdirSync(temporary, { recursive: true }));
  for (const [file, content] of Object.entries(files)) {
    step(`write ${file}`, () => writeDurably(join(temporary, file), content));
  }
  step('sync', () => syncDirectory(temporary));
  step('rename', () => renameWhole(temporary, final));
  step('sync parent', () => syncDirectory(directory));
  const hashes = Object.fromEntries(Object.entries(files).map(([file, content]) => [file, sha256(content)]));
  step('mark', () => writeDurably(join(final, MARKER), `${JSON.stringify({ files: hashes }, null, 2)}\n`));
  step('sync marker', () => syncDirectory(final));
  for (const old of listMarked(directory).slice(kept)) {
    // Without its marker first: a half-removed checkpoint must not look whole.
    step('unmark old', () => removeWhole(join(directory, old, MARKER)));
    step('remove old', () => removeWhole(join(directory, old)));
  }
  for (const leftover of leftovers(directory, name))
    step('remove leftover', () => removeWhole(join(directory, leftover)));
  return final;
}

/**
 * What crashes have left: saves that were cut short, and damaged checkpoints of later iterations than this one, which
 * every start would complain of.
 * @param name of the checkpoint that has just been saved
 */
function leftovers(directory: string, name: string): string[] {
  return readdirSync(directory).filter((other) => {
    if (/^\d{6,}\.writing$/.test(other)) return true;
    if (!/^\d{6,}$/.test(other) || other === name) return false;
    return (
      !existsSync(join(directory, other, MARKER)) || (byNumber(other, name) > 0 && faultOf(join(directory, other)))
    );
  });
}

/** A complete checkpoint on disk. */
export interface FoundCheckpoint {
  path: string;
  /** The file's bytes, in a buffer of their own. (`slice` of a Node Buffer would share memory.) */
  read(file: string): Uint8Array;
}

/**
 * The newest complete checkpoint, if there is one, and one sentence about each newer one that is incomplete.
 * @param directory `RUN/checkpoints`
 */
export function newestCheckpoint(directory: string): { found?: FoundCheckpoint; ignored: string[] } {
  const ignored: string[] = [];
  if (!existsSync(directory)) return { ignored };
  for (const name of readdirSync(directory).sort(byNumber).reverse()) {
    const path = join(directory, name);
    const fault = /^\d{6,}$/.test(name) ? faultOf(path) : 'was still being written';
    if (fault === undefined) return { found: foundAt(path), ignored };
    ignored.push(`ignored checkpoint ${path}: it ${fault}`);
  }
  return { ignored };
}

/** All complete checkpoints, newest first. @param directory `RUN/checkpoints` */
export function completeCheckpoints(directory: string): FoundCheckpoint[] {
  if (!existsSync(directory)) return [];
  const paths = listMarked(directory).map((name) => join(directory, name));
  return paths.filter((path) => faultOf(path) === undefined).map(foundAt);
}

const foundAt = (path: string): FoundCheckpoint => ({
  path,
  read: (file) => Uint8Array.from(readFileSync(join(path, file))),
});

function faultOf(path: string): string | undefined {
  const marker = join(path, MARKER);
  if (!existsSync(marker)) return 'has no marker (the save was cut short)';
  try {
    const { files } = JSON.parse(readFileSync(marker, 'utf8')) as { files: Record<string, string> };
    for (const [file, hash] of Object.entries(files)) {
      if (sha256(readFileSync(join(path, file))) !== hash) return `has a damaged file ${file}`;
    }
    return undefined;
  } catch (error) {
    return `cannot be read (${(error as Error).message})`;
  }
}

/** Newest first. */
function listMarked(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => /^\d{6,}$/.test(name) && existsSync(join(directory, name, MARKER)))
    .sort(byNumber)
    .reverse();
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function writeDurably(file: string, content: Uint8Array | string): void {
  const descriptor = openSync(file, 'w');
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
