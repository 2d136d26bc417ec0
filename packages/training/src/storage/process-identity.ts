import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Identifies a process for other processes, also in other containers and on other machines. */
export interface Holder {
  pid: number;
  /** Name of the machine or container, for messages only. */
  host: string;
  /** Where process ids mean the same: this start of the kernel and this process namespace; null if unknown. */
  space: string | null;
  /** When the process was started, in the kernel's ticks; null if unknown. Ids are used again. */
  started: string | null;
}

/** This process. */
export function thisProcess(): Holder {
  return { pid: process.pid, host: hostname(), space: processSpace(), started: startOf(process.pid) };
}

/**
 * Whether the process is alive; undefined if that cannot be told from here: it is in another container or on another
 * machine, or this system does not say so.
 */
export function isAlive({ pid, space, started }: Holder): boolean | undefined {
  if (space === null || space !== processSpace()) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return started === null || now === null || now === started;
}

/** Linux tells it in /proc. */
function processSpace(): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return null;
  }
}

/** Field 22 of `/proc/PID/stat`; the second field may hold spaces and brackets. */
function startOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
