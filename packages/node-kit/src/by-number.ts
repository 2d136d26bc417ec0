/**
 * Compares names with numbers in them by the values of the numbers: `999999` comes before `1000000`, and `9-x` before
 * `10-x`. Sorted as text, numbers come out of order as soon as one has more digits than they were padded to.
 */
export function byNumber(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x, y] = [left[i], right[i]];
    if (x === y) continue;
    if (/^\d/.test(x) && /^\d/.test(y)) {
      const difference = BigInt(x) - BigInt(y);
      if (difference !== 0n) return difference < 0n ? -1 : 1;
    } else return x < y ? -1 : 1;
  }
  return left.length - right.length || (a < b ? -1 : a > b ? 1 : 0);
}

const partsOf = (name: string): string[] => name.match(/\d+|\D+/g) ?? [];
