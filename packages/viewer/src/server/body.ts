import type { IncomingMessage } from 'node:http';
import { RefusedRequest } from './refusal.js';

/** Largest body, bytes; far more than the longest episode needs. */
const MOST_BYTES = 1 << 20;

/** @throws RefusedRequest 413 as soon as the body is too large */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new RefusedRequest(413, `A result has at most ${MOST_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
