import { FAMILIES } from '@open-ada/curriculum';

/** The place of a family: those of `order` first, then all others. */
export function placeIn(order: readonly string[]): (family: string) => number {
  const all = [...order, ...FAMILIES];
  return (family) => all.indexOf(family);
}

/** Families in the order of the curriculum, whatever the order in which they were met. */
export function inOrder(names: Iterable<string>, order: readonly string[]): string[] {
  const place = placeIn(order);
  return [...names].sort((a, b) => place(a) - place(b));
}
