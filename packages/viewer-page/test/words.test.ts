import { parsePredicate, parseRule, type Rule } from '@open-ada/production-rules';
import { expect, it } from 'vitest';
import { goalWords, ruleWords } from '../src/page/hud/words.js';

const rule = (text: string): Rule => ({ ...parseRule(text), hidden: false });
const HIDING = { types: ['purple sphere', 'black pyramid'], predicates: ['touching'] } as const;

it('says a goal in words', () => {
  expect(goalWords([parsePredicate('hold(me, yellow sphere)')])).toBe('I hold a yellow sphere');
  expect(
    goalWords([parsePredicate('not near(yellow cube, black sphere)'), parsePredicate('see(me, black cube)')]),
  ).toBe('No yellow cube is within 1 m of a black sphere, and I see a black cube');
});

it.each([
  [
    'near(purple sphere, yellow slab) -> black cube',
    'When a thing ?1 is within 1 m of a yellow slab, both turn into a black cube.',
  ],
  ['hold(me, black pyramid) -> purple sphere', 'When I hold a thing ?2, it turns into a thing ?1.'],
  [
    'touching(yellow cube, black pyramid) -> nothing',
    'When [relation ?1] joins a yellow cube and a thing ?2, both vanish.',
  ],
  [
    'not touching(me, black cube) -> black slab',
    'When no longer [relation ?1] joins me and a black cube, it turns into a black slab.',
  ],
])('says of %s no more than the agent knows', (text, words) => {
  const hiding = { types: [...HIDING.types], predicates: [...HIDING.predicates] };
  expect(ruleWords(rule(text), hiding)).toBe(words);
});
