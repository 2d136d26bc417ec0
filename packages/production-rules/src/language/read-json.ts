import { createScanner, type JSONPath, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { jsonPointer } from '../schema/json-pointer.js';
import type { Fault } from './task-error.js';

/** Largest length of a task file, characters. */
export const MAX_TASK_CHARACTERS = 200_000;
/** Largest nesting depth. A task file needs 5. */
const MAX_DEPTH = 32;

/** Plain data with the line number of each part. */
export interface JsonText {
  value: unknown;
  /** 1-based line of the value at a JSON pointer, or of the nearest enclosing value. */
  lineOf(path: string): number;
}

/** Converts an offset to a 1-based line. It is built once per text and called for many offsets. */
type LineAt = (offset: number) => number;

function lineIndex(text: string): LineAt {
  const ends: number[] = [];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) ends.push(end);
  return (offset) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle] < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}

function syntaxFault(text: string, { error, offset }: ParseError, line: number): Fault {
  const problem = printParseErrorCode(error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  const column = offset - text.lastIndexOf('\n', offset - 1);
  return { path: '', message: `This is not JSON: ${problem} in line ${line}, column ${column}.`, line };
}

/** Whether a text is nested too deeply. The parser is recursive, so such a text would overflow the stack. */
function isTooDeep(text: string): boolean {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (;;) {
    scanner.scan();
    const at = scanner.getTokenOffset();
    if (at >= text.length) return false;
    if (text[at] === '{' || text[at] === '[') depth++;
    if (text[at] === '}' || text[at] === ']') depth--;
    if (depth > MAX_DEPTH) return true;
  }
}

/** Converts a node to plain data. Duplicate keys are added to `faults`. */
function plainData(node: Node, path: JSONPath, lineAt: LineAt, faults: Fault[]): unknown {
  const { children = [] } = node;
  if (node.type === 'array') return children.map((child, i) => plainData(child, [...path, i], lineAt, faults));
  if (node.type !== 'object') return node.value;
  const members = new Map<string, unknown>();
  const twice = new Set<string>();
  for (const { children: [key, value] = [] } of children) {
    const name = key.value as string;
    const at = [...path, name];
    if (members.has(name) && !twice.has(name)) {
      twice.add(name);
      faults.push({ path: jsonPointer(at), message: 'This key is given twice.', line: lineAt(key.offset) });
    }
    members.set(name, value && plainData(value, at, lineAt, faults));
  }
  // Unlike an assignment, this treats even "__proto__" as an ordinary key.
  return Object.fromEntries(members);
}

/** Adds the line of a node and of every node below it, by path. */
function addLines(node: Node, path: string, lineAt: LineAt, lines: Map<string, number>): void {
  lines.set(path, lineAt(node.offset));
  node.children?.forEach((child, i) => {
    const [key, value] = node.type === 'object' ? child.children! : [];
    const at = path + jsonPointer([key ? key.value : i]);
    if (key) lines.set(at, lineAt(key.offset));
    if (!key || value) addLines(value ?? child, at, lineAt, lines);
  });
}

/** Reads JSON with comments and trailing commas, within the limits of length and depth of a task file. */
export function readJson(file: string): JsonText | { faults: Fault[] } {
  const text = file.replace(/^\uFEFF/, '');
  if (text.length > MAX_TASK_CHARACTERS) {
    const message = `A task file has at most ${MAX_TASK_CHARACTERS} characters, this one has ${text.length}.`;
    return { faults: [{ path: '', message }] };
  }
  if (isTooDeep(text)) return { faults: [{ path: '', message: `A task file nests at most ${MAX_DEPTH} deep.` }] };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const lineAt = lineIndex(text);
  if (errors.length > 0) return { faults: [syntaxFault(text, errors[0], lineAt(errors[0].offset))] };
  const faults: Fault[] = [];
  const value = plainData(root!, [], lineAt, faults);
  if (faults.length > 0) return { faults };
  let lines: Map<string, number> | undefined;
  return {
    value,
    lineOf(path) {
      if (lines === undefined) {
        lines = new Map();
        addLines(root!, '', lineAt, lines);
      }
      let around = path;
      while (!lines.has(around)) around = around.slice(0, around.lastIndexOf('/'));
      return lines.get(around)!;
    },
  };
}
