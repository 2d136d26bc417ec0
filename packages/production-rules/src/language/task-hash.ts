import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { taskToFile } from './format-task.js';
import { formatPredicate, isSymmetric } from './predicate-text.js';
import { mirrored } from './seats.js';
import type { Game, Predicate, Task } from './task.js';

/** SHA-256 of the text's UTF-8 bytes, in hex. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

function canonicalPredicate(predicate: Predicate): string {
  const [first, second] = predicate.arguments;
  const ordered: Predicate['arguments'] = isSymmetric(predicate) && second < first ? [second, first] : [first, second];
  return formatPredicate({ ...predicate, arguments: ordered });
}

const canonicalSet = (texts: string[]): string => [...new Set(texts)].sort().join('; ');

const namesOther = ({ goal, rules, players }: Game): boolean =>
  players?.[1]?.goal !== undefined ||
  [...goal, ...rules.map(({ condition }) => condition)].some(({ arguments: given }) => given.includes('other'));

function canonicalGame({ goal, rules, players }: Game): string {
  const goals = canonicalSet(goal.map(canonicalPredicate));
  const all = canonicalSet(rules.map((rule) => `${canonicalPredicate(rule.condition)} -> ${[...rule.spawns].sort()}`));
  const own = players?.[1]?.goal;
  return `${goals} | ${all}${own === undefined ? '' : ` | ${canonicalSet(own.map(canonicalPredicate))}`}`;
}

/**
 * Identity of the game (goals and rules), 16 hex digits. It does not depend on name, objects, world, timing or hiding,
 * nor on the order of goals, rules and spawns, nor on the order of the arguments of a symmetric predicate, nor on who
 * of two players is the first. So a game and its mirror image, which one network plays from either seat, are always on
 * the same side of the split.
 */
export function gameKey(game: Game): string {
  const texts = (namesOther(game) ? [game, mirrored(game)] : [game]).map(canonicalGame);
  return sha256Hex(`open-ada game 1: ${texts.sort()[0]}`).slice(0, 16);
}

/** Whether the games with this key are held out, whatever family they are of. This is true of one key in ten. */
export function gameKeyIsHeldOut(key: string): boolean {
  return BigInt(`0x${key}`) % 10n === 0n;
}

/** Identity of everything in a task, for results and reference scores: 64 hex digits. */
export function taskHash(task: Task): string {
  return sha256Hex(JSON.stringify(taskToFile(task)));
}
