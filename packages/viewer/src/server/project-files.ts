import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Folder } from './folder.js';
import { notFound } from './refusal.js';

/** Files that may be read, by folder of the project. */
const TEXTS: Record<string, RegExp> = {
  tasks: /\.(jsonc?|jsonl|replay)$/,
  runs: /\.(json|replay)$/,
  results: /\.(json|replay)$/,
};
const LOGS: Record<string, RegExp> = { runs: /(^|\/)metrics\.jsonl$/ };
const AGENTS: Record<string, RegExp> = { checkpoints: /\.safetensors$/, runs: /\.(safetensors|onnx)$/ };

/** First part of the path of the command line's file, wherever that file lies. */
const GIVEN = 'given';

/** The files of a project that the page may request, by their paths in it. */
export class ProjectFiles {
  private readonly texts: Record<string, Folder>;
  private readonly agents: Record<string, Folder>;
  private readonly logs: Record<string, Folder>;
  /** Path of the command line's file. */
  readonly given: string | undefined;

  /** @param givenFile a file named on the command line, which may lie anywhere */
  constructor(
    readonly root: string,
    private readonly givenFile?: string,
  ) {
    this.texts = foldersOf(root, TEXTS);
    this.agents = foldersOf(root, AGENTS);
    this.logs = foldersOf(root, LOGS);
    this.given = givenFile && `${GIVEN}/${basename(givenFile)}`;
  }

  /** Text of a task, a list of tasks or a replay. @throws RefusedRequest 404 */
  text(path: string): string {
    return readFileSync(this.locate(path, this.texts), 'utf8');
  }

  /** Location of an agent file on the disk. @throws RefusedRequest 404 */
  agent(path: string): string {
    return this.locate(path, this.agents);
  }

  /** Location of the log of a run on the disk. @throws RefusedRequest 404 */
  log(run: string): string {
    return this.locate(`${run}/metrics.jsonl`, this.logs);
  }

  private locate(path: string, folders: Record<string, Folder>): string {
    const [first, ...rest] = path.split('/');
    if (first === GIVEN && this.givenFile !== undefined && rest.join('/') === encodeURI(basename(this.givenFile))) {
      return this.givenFile;
    }
    if (!Object.hasOwn(folders, first)) throw notFound();
    return folders[first].locate(rest.join('/'));
  }
}

function foldersOf(root: string, allowed: Record<string, RegExp>): Record<string, Folder> {
  const entries = Object.entries(allowed).map(([name, pattern]) => {
    return [name, new Folder(join(root, name), (path) => pattern.test(path))] as const;
  });
  return Object.fromEntries(entries);
}
