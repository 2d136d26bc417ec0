import type { ObjectType } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { makeEngine } from './make-engine.js';
import { PlainWorld } from './plain-world.js';

const A: ObjectType = 'black cube';
const B: ObjectType = 'purple sphere';
const C: ObjectType = 'yellow pyramid';
const D: ObjectType = 'black slab';

describe('the rule engine', () => {
  it('asks only for pairs whose types a predicate mentions', () => {
    const world = new PlainWorld();
    for (let i = 0; i < 10; i++) world.add(D, i);
    world.add(A, 50);
    world.add(B, 60);
    const engine = makeEngine([`near(${A}, ${B}) -> ${C}`, `near(${C}, ${D}) -> nothing`]);
    engine.step(world);
    expect(world.asked).toBe(1);
  });

  it('counts firings by rule, and reset forgets them and what negated rules saw', () => {
    const world = new PlainWorld();
    world.add(A, 5);
    world.add(B, 5);
    world.add(C, 0);
    const engine = makeEngine([`near(me, ${C}) -> nothing`, `not near(${A}, ${B}) -> nothing`]);
    engine.step(world);
    expect([...engine.firings]).toEqual([1, 0]);
    engine.reset();
    expect([...engine.firings]).toEqual([0, 0]);
    world.x[1] = 9;
    expect(engine.step(world)).toBe(0);
  });

  it('goes on from a restored state as if nothing had happened', () => {
    const world = new PlainWorld();
    world.add(A, 5);
    world.add(B, 5);
    const rules = [`not near(${A}, ${B}) -> ${C}`];
    const engine = makeEngine(rules);
    engine.step(world);
    const saved = JSON.parse(JSON.stringify(engine.state()));
    const other = makeEngine(rules);
    other.restore(saved);
    world.x[1] = 9;
    expect(other.step(world)).toBe(1);
    expect(world.inventory()).toEqual([C]);
  });
});
