import {
  type Hiding,
  MAX_HIDDEN,
  OBJECT_TYPES,
  PREDICATES,
  type Random,
  type Rule,
  typesOf,
} from '@open-ada/production-rules';

/** Draws a uniform number (at least one) of uniform members of a list. */
function drawSome<T>(random: Random, list: readonly T[], most: number): T[] {
  return random.shuffle([...list]).slice(0, 1 + random.int(Math.min(most, list.length)));
}

/**
 * Chooses what to hide from the agent (AdA, section 2.1 and appendix A.2): nothing, whole rules, object types, or
 * predicates. The four are equally likely. The number of hidden rules, types or predicates is uniform.
 * @param rules rules that are hidden as a whole are marked in place
 */
export function hide(random: Random, rules: readonly Rule[]): Hiding {
  const hiding: Hiding = { types: [], predicates: [] };
  const mechanism = random.int(4);
  if (rules.length === 0 || mechanism === 0) return hiding;
  if (mechanism === 1) {
    for (const rule of drawSome(random, rules, rules.length)) rule.hidden = true;
  } else if (mechanism === 2) {
    const named = rules.flatMap(({ condition, spawns }) => [...typesOf(condition), ...spawns]);
    hiding.types = drawSome(
      random,
      OBJECT_TYPES.filter((type) => named.includes(type)),
      MAX_HIDDEN.types,
    );
  } else {
    const used = PREDICATES.filter((name) => rules.some(({ condition }) => condition.name === name));
    hiding.predicates = drawSome(random, used, MAX_HIDDEN.predicates);
  }
  return hiding;
}
