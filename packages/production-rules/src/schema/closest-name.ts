/**
 * Letters to add, to remove, to change, or neighbours to swap, until two words are the same (Damerau 1964, optimal
 * string alignment).
 */
function editDistance(a: string, b: string): number {
  let [before, row]: number[][] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}

/** The name that someone who wrote `given` is likely to have meant; undefined where none is near. */
export function closestName(given: string, names: readonly string[]): string | undefined {
  const distances = names.map((name) => editDistance(given.toLowerCase(), name.toLowerCase()));
  const least = Math.min(...distances);
  return least <= Math.max(1, Math.floor(given.length / 3)) ? names[distances.indexOf(least)] : undefined;
}

/** ` (did you mean "x"?)`, or what there is, to be put behind half a sentence about a name that is not known. */
export function suggestion(given: string, names: readonly string[]): string {
  const closest = closestName(given, names);
  if (closest !== undefined) return ` (did you mean "${closest}"?)`;
  return names.length > 0 ? `; expected one of ${names.join(', ')}` : '';
}
