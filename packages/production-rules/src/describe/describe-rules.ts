import { NEAR_DISTANCE } from '../language/distances.js';
import { isPlayer } from '../language/predicate-text.js';
import type { Argument, Predicate, PredicateName, Rule } from '../language/task.js';

const WITHIN = `within ${NEAR_DISTANCE} m of`;

/** Of the first person, of anyone else, and after "not". */
const VERBS: Record<PredicateName, { me: string; it: string; bare: string }> = {
  near: { me: `am ${WITHIN}`, it: `is ${WITHIN}`, bare: WITHIN },
  touching: { me: 'touch', it: 'touches', bare: 'touch' },
  hold: { me: 'hold', it: 'holds', bare: 'hold' },
  see: { me: 'see', it: 'is in sight of', bare: 'see' },
};

function object(argument: Argument, article: string): string {
  if (argument === 'me') return 'me';
  return argument === 'other' ? 'the other player' : `${article} ${argument}`;
}

/** E.g. `I hold a yellow sphere`, `no black cube is within 1 m of a purple slab`. */
export function describePredicate({ name, negated, arguments: [first, second] }: Predicate): string {
  const { me, it, bare } = VERBS[name];
  if (!isPlayer(first)) {
    const what = object(second, first === second ? 'another' : 'a');
    return `${negated ? 'no' : 'a'} ${first} ${it} ${what}`;
  }
  const who = first === 'me' ? 'I' : 'the other player';
  if (negated) {
    const auxiliary = name === 'near' ? ['am not', 'is not'] : ['do not', 'does not'];
    return `${who} ${auxiliary[first === 'me' ? 0 : 1]} ${bare} any ${second}`;
  }
  const verb = first === 'me' ? me : name === 'see' ? 'sees' : it;
  return `${who} ${verb} ${object(second, 'a')}`;
}

/**
 * E.g. `When I hold a black cube, it turns into a purple slab.`
 * @param from whom a hidden rule is hidden from; empty: nobody
 */
export function describeRule({ condition, spawns, hidden }: Rule, from = hidden ? 'the agent' : ''): string {
  const alone = condition.arguments.some(isPlayer);
  const when = condition.negated
    ? `As soon as it is no longer true that ${describePredicate({ ...condition, negated: false })}`
    : `When ${describePredicate(condition)}`;
  const spawned = spawns.map((type) => `a ${type}`).join(' and ');
  const outcome =
    spawns.length > 0 ? `${alone ? 'it turns' : 'both turn'} into ${spawned}` : alone ? 'it vanishes' : 'both vanish';
  return `${when}, ${outcome}.${from && ` (hidden from ${from})`}`;
}
