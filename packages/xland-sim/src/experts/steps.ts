/** One step of a hand-written list. Metres; counts are steps. */
export type Step =
  | { kind: 'go' | 'face' | 'take'; x: number; z: number; line: number }
  | { kind: 'forward' | 'back' | 'wait'; steps: number; line: number }
  | { kind: 'release' | 'meet'; line: number };

const AT_PLACES: readonly string[] = ['go', 'face', 'take'];
const FOR_STEPS: readonly string[] = ['forward', 'back', 'wait'];
const ALONE: readonly string[] = ['release', 'meet'];
/** The line between the lists of two players. What follows it is for the second one. */
const SECOND = 'other:';

/**
 * Reads a list of steps, one per line; what follows a `#` is for people.
 *
 *     go X Z      walk straight to a place (metres)
 *     face X Z    turn to a place
 *     take X Z    walk to the object that is nearest to a place when the step begins, and grab it
 *     release     let go
 *     forward N   N steps forward; likewise back N and wait N
 *     meet        wait until the other player has come to its `meet`, too: its first, second ... one
 *
 * @throws Error with one sentence that names the line
 */
export function parseSteps(text: string, file = 'steps'): Step[] {
  const steps = text.split('\n').flatMap((content, k): Step[] => {
    const line = k + 1;
    const [kind, ...rest] = content.replace(/#.*/, '').trim().split(/\s+/);
    if (kind === '') return [];
    const refuse = (problem: string): never => {
      throw new Error(`${file}:${line}: ${problem}`);
    };
    const numbers = rest.map(Number);
    if (AT_PLACES.includes(kind)) {
      if (numbers.length !== 2 || !numbers.every(Number.isFinite))
        refuse(`"${kind}" needs a place, two numbers: ${kind} X Z.`);
      return [{ kind: kind as 'go', x: numbers[0], z: numbers[1], line }];
    }
    if (FOR_STEPS.includes(kind)) {
      if (numbers.length !== 1 || !Number.isInteger(numbers[0]) || numbers[0] < 1)
        refuse(`"${kind}" needs a number of steps, at least 1.`);
      return [{ kind: kind as 'wait', steps: numbers[0], line }];
    }
    if (!ALONE.includes(kind))
      return refuse(
        `there is no step "${kind.slice(0, 20)}"; use go, face, take, release, forward, back, wait or meet.`,
      );
    if (numbers.length > 0) refuse(`"${kind}" stands alone.`);
    return [{ kind: kind as 'release', line }];
  });
  if (steps.length === 0) throw new Error(`${file} holds no steps.`);
  return steps;
}

/**
 * Reads a file with the steps of one player, or of two: then a line `other:` comes before those of the second.
 * @returns one list for each player
 * @throws Error with one sentence that names the line
 */
export function parseStepLists(text: string, file = 'steps'): Step[][] {
  const lines = text.split('\n');
  const headings = lines.flatMap((line, k) => (line.replace(/#.*/, '').trim() === SECOND ? [k] : []));
  if (headings.length === 0) return [parseSteps(text, file)];
  const [second, another] = headings;
  if (another !== undefined) throw new Error(`${file}:${another + 1}: there are only two players.`);
  // Blank lines in place of the first list keep the numbers of the lines.
  const rest = lines.map((line, k) => (k > second ? line : ''));
  return [lines.slice(0, second), rest].map((part) => parseSteps(part.join('\n'), file));
}
