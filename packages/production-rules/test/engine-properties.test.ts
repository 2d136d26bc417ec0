import { MAX_OBJECTS, OBJECT_TYPES, type Predicate, type Rule, RuleEngine } from '@open-ada/production-rules';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlainWorld } from './plain-world.js';

// Few types, so that random rules meet random objects.
const type = fc.constantFrom(...OBJECT_TYPES.slice(0, 4));
const condition: fc.Arbitrary<Predicate> = fc.oneof(
  fc.record({
    name: fc.constantFrom('near', 'touching', 'see'),
    negated: fc.boolean(),
    arguments: fc.tuple(fc.oneof(type, fc.constant('me' as const)), type),
  }) as fc.Arbitrary<Predicate>,
  fc.record({
    name: fc.constant('hold'),
    negated: fc.boolean(),
    arguments: fc.tuple(fc.constant('me'), type),
  }) as fc.Arbitrary<Predicate>,
);
const rule: fc.Arbitrary<Rule> = fc.record({
  condition,
  spawns: fc.array(type, { maxLength: 3 }),
  hidden: fc.boolean(),
});
const game = fc.record({
  rules: fc.array(rule, { maxLength: 16 }),
  objects: fc.array(fc.tuple(type, fc.double({ min: 0, max: 8, noNaN: true })), { maxLength: MAX_OBJECTS }),
  moves: fc.array(
    fc.record({
      objectIndex: fc.nat(MAX_OBJECTS - 1),
      x: fc.double({ min: 0, max: 8, noNaN: true }),
      hand: fc.nat(MAX_OBJECTS),
    }),
    { maxLength: 20 },
  ),
});

const count = (world: PlainWorld) => world.inventory().length;

describe('random games', () => {
  it('change objects only by firings, stay within the cap, consume each object once a physics step, and repeat exactly', () => {
    fc.assert(
      fc.property(game, ({ rules, objects, moves }) => {
        const run = () => {
          const world = new PlainWorld();
          for (const [kind, x] of objects) world.add(kind, x);
          const engine = new RuleEngine({ rules, goal: [] });
          engine.reset();
          for (const { objectIndex, x, hand } of moves) {
            world.x[objectIndex] = x;
            world.hands[0] = world.types[hand] >= 0 ? hand : -1;
            const before = count(world);
            const firedBefore = [...engine.firings];
            world.log.length = 0;
            const fired = engine.step(world);
            const byRule = [...engine.firings].map((n, r) => n - firedBefore[r]);
            const change = byRule.reduce((sum, n, r) => {
              const consumed = rules[r].condition.arguments.includes('me') ? 1 : 2;
              return sum + n * (rules[r].spawns.length - consumed);
            }, 0);
            expect(count(world)).toBe(before + change);
            expect(count(world)).toBeLessThanOrEqual(MAX_OBJECTS);
            expect(byRule.reduce((a, b) => a + b, 0)).toBe(fired);
            const consumed = world.log.flat();
            expect(new Set(consumed).size).toBe(consumed.length);
          }
          return { types: [...world.types], state: engine.state() };
        };
        expect(run()).toEqual(run());
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
