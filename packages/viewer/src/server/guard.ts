import type { IncomingMessage } from 'node:http';
import { RefusedRequest } from './refusal.js';

const POST_PATHS = new Set(['/api/humans']);

/**
 * Accepts only requests of this machine's own page. A page of another site may make a browser ask this address under a
 * name of its own (DNS rebinding): then `Host` is that name. It may also send forms here: then `Origin` is that site,
 * or the body is not JSON.
 * @param port the port that the server listens on
 * @throws RefusedRequest
 */
export function guard({ method, headers, url = '' }: IncomingMessage, port: number): void {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (headers.host === undefined || !hosts.includes(headers.host)) {
    throw new RefusedRequest(403, `This address is http://${hosts[0]}; it answers to no other name.`);
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
