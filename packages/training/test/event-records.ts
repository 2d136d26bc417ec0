/** A reader of TensorBoard event files that shares nothing with the writer: checksums bit by bit, fields by their wire types. */

export interface ReadEvent {
  wallTime: number;
  step: number;
  fileVersion?: string;
  scalars: Record<string, number>;
}

/** CRC-32C, one bit at a time. */
export function slowCrc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    for (let bit = 0; bit < 8; bit++) {
      const low = (crc ^ (byte >> bit)) & 1;
      crc = (crc >>> 1) ^ (low ? 0x82f63b78 : 0);
    }
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function checked(bytes: Buffer, maskedCrc: number): Buffer {
  const rotated = (maskedCrc - 0xa282ead8) >>> 0;
  const crc = ((rotated >>> 17) | (rotated << 15)) >>> 0;
  if (crc !== slowCrc32c(bytes)) throw new Error('a checksum is wrong');
  return bytes;
}

/** The records of a TFRecord file. Throws where a checksum is wrong or the file ends inside a record. */
export function recordsOf(file: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(checked(file.subarray(at, at + 8), file.readUInt32LE(at + 8)).readBigUInt64LE());
    const data = file.subarray(at + 12, at + 12 + length);
    records.push(checked(data, file.readUInt32LE(at + 12 + length)));
    at += 16 + length;
  }
  return records;
}

/** Fields of a protobuf message by number: varints as numbers, the others as bytes. */
function fieldsOf(message: Buffer): [number, number | Buffer][] {
  const fields: [number, number | Buffer][] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const bytes = (length: number) => {
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const key = varint();
    const wire = key & 7;
    if (![0, 1, 2, 5].includes(wire)) throw new Error(`wire type ${wire}`);
    const value = wire === 0 ? varint() : bytes(wire === 1 ? 8 : wire === 5 ? 4 : varint());
    fields.push([key >>> 3, value]);
  }
  return fields;
}

export function readEvent(record: Buffer): ReadEvent {
  const event: ReadEvent = { wallTime: Number.NaN, step: 0, scalars: {} };
  for (const [field, value] of fieldsOf(record)) {
    if (field === 1) event.wallTime = (value as Buffer).readDoubleLE();
    else if (field === 2) event.step = value as number;
    else if (field === 3) event.fileVersion = (value as Buffer).toString();
    else if (field === 5) {
      for (const [, entry] of fieldsOf(value as Buffer)) {
        const { 1: tag, 2: number } = Object.fromEntries(fieldsOf(entry as Buffer)) as Record<number, Buffer>;
        event.scalars[tag.toString()] = number.readFloatLE();
      }
    } else throw new Error(`unexpected field ${field}`);
  }
  return event;
}
