import type { IncomingMessage } from 'node:http';
import { RefusedRequest } from './refusal.js';

const POST_PATHS = new Set(['/api/humans']);

/** Names of this machine that only this machine has, with any port: a tunnel (`ssh -L`) has a port of its own. */
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/**
 * Accepts only requests of the viewer's own page. A page of another site may make a browser ask this address under a
 * name of its own (DNS rebinding): then `Host` is that name. It may also send forms here: then `Origin` is that site,
 * or the body is not JSON. No other site can have a loopback name.
 * @throws RefusedRequest
 */
export function guard({ method, headers, url = '' }: IncomingMessage): void {
  if (headers.host === undefined || !LOOPBACK.test(headers.host)) {
    throw new RefusedRequest(403, 'The viewer answers to localhost, 127.0.0.1 and [::1], and to no other name.');
  }
  if (method === 'GET' || method === 'HEAD') return;
  if (method !== 'POST' || !POST_PATHS.has(url)) {
    throw new RefusedRequest(405, 'Files here can be read only.');
  }
  if (headers.origin !== `http://${headers.host}`) {
    throw new RefusedRequest(403, 'Results are taken from the page of this address only.');
  }
  if (headers['content-type'] !== 'application/json') throw new RefusedRequest(415, 'Results are sent as JSON.');
}
