import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs/light.js';
import { tfRecord } from './tf-record.js';

/** The part of TensorFlow's event.proto and summary.proto that scalars need, with its field numbers. */
const root = protobuf.Root.fromJSON({
  nested: {
    Event: {
      fields: {
        wallTime: { type: 'double', id: 1 },
        step: { type: 'int64', id: 2 },
        fileVersion: { type: 'string', id: 3 },
        summary: { type: 'Summary', id: 5 },
      },
    },
    Summary: {
      fields: { value: { rule: 'repeated', type: 'Value', id: 1 } },
      nested: {
        Value: {
          fields: { tag: { type: 'string', id: 1 }, simpleValue: { type: 'float', id: 2 } },
          // As in the original file; without it a value of zero would be omitted.
          oneofs: { value: { oneof: ['simpleValue'] } },
        },
      },
    },
  },
});
const event = root.lookupType('Event');

const encode = (fields: object): Uint8Array =>
  tfRecord(event.encode(event.fromObject({ wallTime: Date.now() / 1000, ...fields })).finish());

/** A TensorBoard event file of scalars, opened for appending. */
export class EventFile {
  private constructor(readonly path: string) {}

  /**
   * Starts a new file whose name sorts after those of the existing files, also where the clock has gone back since they
   * were made. TensorBoard reads them in this order, as one.
   */
  static create(directory: string): EventFile {
    const files = readdirSync(directory).filter((name) => name.includes('tfevents'));
    const nameAt = (seconds: number) =>
      `events.out.tfevents.${String(seconds).padStart(10, '0')}.${String(files.length).padStart(6, '0')}`;
    const now = nameAt(Math.floor(Date.now() / 1000));
    const newest = files.sort().at(-1) ?? '';
    const name = now > newest ? now : nameAt(Number(/tfevents\.(\d+)/.exec(newest)?.[1] ?? 0) + 1);
    const path = join(directory, name);
    writeFileSync(path, encode({ fileVersion: 'brain.Event:2' }), { flag: 'wx' });
    return new EventFile(path);
  }

  /** @param scalars by tag; all of them belong to one step */
  append(step: number, scalars: Record<string, number>): void {
    const value = Object.entries(scalars).map(([tag, simpleValue]) => ({ tag, simpleValue }));
    appendFileSync(this.path, encode({ step, summary: { value } }));
  }
}
