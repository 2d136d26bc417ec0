import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '@open-ada/node-kit';
import type { Start } from '../protocol.js';
import { type OpenedAgent, OpenedAgents } from './agents.js';
import { readBody } from './body.js';
import { type DrawCurves, DrawnCurves } from './curves.js';
import { Folder } from './folder.js';
import { guard } from './guard.js';
import { contentType, SAFETY } from './headers.js';
import { keepHumanResult } from './human-results.js';
import { readLibrary } from './library.js';
import { ProjectFiles } from './project-files.js';
import { notFound, RefusedRequest } from './refusal.js';

export type { OpenedAgent } from './agents.js';

/** What the viewer serves, and where it listens. */
export interface ViewerOptions {
  /** The project's directory: `tasks`, `runs`, `results` and `checkpoints` are read, `runs/humans` is written. */
  root: string;
  /** Folder of the built page. Absent: the one of this package. */
  page?: string;
  /** 0: any free port. */
  port: number;
  /** What the page opens first: `path` lies in the project, `file` lies elsewhere. */
  start?: Omit<Start, 'path'> & ({ path: string } | { file: string });
  /** Reads an agent file: a checkpoint or a `policy.onnx`. Absent: the page shows no agents. */
  openAgent?: (file: string) => OpenedAgent;
  /** Draws the learning curves of a run directory. Absent: they cannot be seen. */
  drawCurves?: DrawCurves;
}

export interface Viewer {
  /** `http://127.0.0.1:PORT` */
  address: string;
  close(): Promise<void>;
}

/** Where the page of this package is built. */
const PAGE = fileURLToPath(new URL('../www', import.meta.url));

/** The files of ONNX Runtime, as named in its package. */
const RUNTIME_FILES = /^ort(\.wasm\.bundle\.min|-wasm-simd-threaded)\.(mjs|wasm)$/;

interface Answer {
  type: string;
  body: string | Uint8Array;
}

const JSON_TYPE = contentType('x.json');

const json = (value: unknown): Answer => ({ type: JSON_TYPE, body: JSON.stringify(value) });

/**
 * Serves the viewer on 127.0.0.1 and ::1: its page, the project's files for reading, and a place for what people reached.
 * @throws InputError where another program listens there, and where the page is not built
 */
export async function serveViewer(options: ViewerOptions): Promise<Viewer> {
  const { root, start, page: pageFolder = PAGE } = options;
  if (!existsSync(join(pageFolder, 'index.html'))) {
    throw new InputError(`the viewer's page is not in ${pageFolder}; build it with pnpm build:viewer.`);
  }
  const elsewhere = start !== undefined && 'file' in start ? start.file : undefined;
  const files = new ProjectFiles(root, elsewhere);
  const page = new Folder(pageFolder);
  const runtimeFolder = dirname(createRequire(import.meta.url).resolve('onnxruntime-web/wasm'));
  const runtime = new Folder(runtimeFolder, (path) => RUNTIME_FILES.test(path));
  const agents = options.openAgent && new OpenedAgents(options.openAgent);
  const curves = options.drawCurves && new DrawnCurves(options.drawCurves);
  const opening: Start | undefined = start && {
    kind: start.kind,
    player: start.player,
    seat: start.seat,
    beside: start.beside,
    path: 'file' in start ? files.given! : start.path,
  };

  async function read(path: string, query: string): Promise<Answer> {
    const [, first, ...rest] = path.split('/');
    const inside = rest.join('/');
    if (path === '/') return { type: contentType('index.html'), body: page.read('index.html') };
    if (first === 'assets') return { type: contentType(path), body: page.read(path.slice(1)) };
    if (first === 'runtime') return { type: contentType(path), body: runtime.read(inside) };
    if (path === '/api/library') return json(readLibrary(files, opening, agents !== undefined));
    if (first === 'curves' && curves) return { type: contentType('x.svg'), body: await curves.of(files.log(inside)) };
    if (first === 'files') return { type: 'text/plain; charset=utf-8', body: textOf(inside, query) };
    if (first === 'agents' && agents) {
      const { onnx, description } = openAgent(agents, files.agent(inside));
      return query === 'description' ? json(description) : { type: 'application/octet-stream', body: onnx };
    }
    throw notFound();
  }

  /** A file or, with `line=N`, one of its lines. */
  function textOf(path: string, query: string): string {
    const line = new URLSearchParams(query).get('line');
    const text = files.text(path);
    if (line === null) return text;
    const found = /^\d+$/.test(line) ? text.split('\n')[Number(line)] : undefined;
    if (!found) throw notFound();
    return found;
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    guard(request);
    if (request.method === 'POST') return json(keepHumanResult(root, await readBody(request)));
    // Not parsed by `URL`, which would resolve `..` before it can be refused.
    const [path, query = ''] = request.url!.split('?');
    return read(path, query);
  }

  const respond: RequestListener = (request, response) => {
    answer(request).then(
      ({ type, body }) => send(response, 200, type, request.method === 'HEAD' ? '' : body),
      (error: Error) => {
        const status = error instanceof RefusedRequest ? error.status : 500;
        send(response, status, JSON_TYPE, JSON.stringify({ error: error.message.split('\n')[0] }));
      },
    );
  };
  const server = createServer(respond);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new InputError(`port ${options.port} is in use; choose another with --port`)
          : error,
      );
    });
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const servers = [server, await listenOnIpv6(respond, port)];
  return {
    address: `http://127.0.0.1:${port}`,
    close: async () => {
      await Promise.all(servers.map((each) => each && closed(each)));
    },
  };
}

/** `localhost` may be `::1` first. Undefined where this machine has no such address, or another program has the port. */
function listenOnIpv6(respond: RequestListener, port: number): Promise<Server | undefined> {
  const server = createServer(respond);
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(port, '::1', () => resolve(server));
  });
}

const closed = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

function openAgent(agents: OpenedAgents, file: string): OpenedAgent {
  try {
    return agents.get(file);
  } catch (error) {
    throw new RefusedRequest(422, (error as Error).message);
  }
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { ...SAFETY, 'Content-Type': type, 'Cache-Control': 'no-cache' });
  response.end(body);
}
