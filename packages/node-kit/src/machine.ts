import { cpus, totalmem } from 'node:os';

/** The machine on which a figure was measured. It is stored beside raw results. */
export type Machine = {
  node: string;
  platform: string;
  cores: number;
  processor: string;
  memoryGiB: number;
};

/** This machine. */
export function machine(): Machine {
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cores: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
}
