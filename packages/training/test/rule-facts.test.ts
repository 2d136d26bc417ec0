import { generateTask } from '@open-ada/curriculum';
import { OBJECT_TYPES, PREDICATES, parseRule } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { mergeConfig } from '../src/config/config.js';
import { RULE_LABELS, writeRuleLabels } from '../src/config/rule-labels.js';
import { Learner } from '../src/learner/learner.js';
import { learnerSetupOf } from '../src/run/setups.js';

function factsOf(task: ReturnType<typeof generateTask>, consumers?: boolean): string[] {
  const facts = new Float32Array(RULE_LABELS).fill(7);
  writeRuleLabels(task, facts, consumers);
  const count = OBJECT_TYPES.length;
  return [...facts].flatMap((fact, i) =>
    fact === 1 ? [`${PREDICATES[Math.floor(i / count)]} ${OBJECT_TYPES[i % count]}`] : [],
  );
}

const rule = (text: string) => ({ ...parseRule(text), hidden: true });

describe('facts about rules', () => {
  it('name predicate and types of the conditions on the way to the goal', () => {
    const hold = generateTask('make-by-hold', 3, { side: 'training' });
    expect(factsOf(hold)).toEqual([`hold ${hold.rules[0].condition.arguments[1]}`]);
    const near = generateTask('make-by-near', 3, { side: 'training' });
    expect(factsOf(near).sort()).toEqual(near.rules[0].condition.arguments.map((type) => `near ${type}`).sort());
  });

  it('hold of rules that are shown as well, so that reading them is learned', () => {
    const task = generateTask('make-by-hold', 3, { side: 'training' });
    task.rules[0].hidden = false;
    expect(factsOf(task)).toEqual([`hold ${task.rules[0].condition.arguments[1]}`]);
  });

  it('follow the chain back from the goal and leave out dead ends, whatever the order of the rules', () => {
    const task = generateTask('hold', 3, { side: 'training' });
    task.goal = [{ name: 'hold', negated: false, arguments: ['me', 'black cube'] }];
    task.rules = [
      {
        condition: { name: 'see', negated: false, arguments: ['me', 'purple slab'] },
        spawns: ['yellow cube'],
        hidden: true,
      },
      {
        condition: { name: 'touching', negated: false, arguments: ['me', 'black slab'] },
        spawns: ['purple cube'],
        hidden: true,
      },
      {
        condition: { name: 'near', negated: false, arguments: ['yellow cube', 'yellow slab'] },
        spawns: ['black cube'],
        hidden: false,
      },
    ];
    expect(factsOf(task).sort()).toEqual(['near yellow cube', 'near yellow slab', 'see purple slab']);
    expect(factsOf({ ...task, rules: [] })).toEqual([]);
    task.goal[0].negated = true;
    expect(factsOf(task)).toEqual([]);
  });

  it('name, for a negated goal and if asked for, the rules that consume what it forbids and their chains', () => {
    const task = generateTask('hold', 3, { side: 'training' });
    task.goal = [{ name: 'near', negated: true, arguments: ['me', 'black cube'] }];
    task.rules = [
      rule('near(black cube, yellow slab) -> purple cube'),
      rule('hold(me, purple slab) -> yellow slab'),
      rule('touching(me, black cube) -> black cube'),
      rule('see(me, black slab) -> black cube'),
      rule('hold(me, yellow sphere) -> nothing'),
    ];
    const consuming = ['hold purple slab', 'near black cube', 'near yellow slab'];
    expect(factsOf(task, true).sort()).toEqual(consuming);
    expect(factsOf(task)).toEqual([]);
    // Another atom needs the cube: only the other way is left.
    task.goal.push({ name: 'see', negated: false, arguments: ['me', 'black cube'] });
    expect(factsOf(task, true)).toEqual(factsOf(task));
  });

  it('are refused by a learner whose agent has other ruleLabels', async () => {
    const setup = learnerSetupOf(mergeConfig({ preset: 'debug' }), { runDirectory: 'nowhere' });
    const other = { ...setup, agent: { ...setup.agent, ruleLabels: 36 } };
    await expect(Learner.create(other)).rejects.toThrow(/ruleLabels about 36 statements, rules make 48/);
  });
});
