import type { Hiding, Predicate, Rule, Task } from '@open-ada/production-rules';
import { fill, h } from '../dom.js';
import { ruleColour } from '../scene/theme.js';
import { argumentGlyph, arrowGlyph, hiddenRuleGlyph, nothingGlyph, predicateGlyph } from './glyph.js';
import { goalWords, ruleWords } from './words.js';

const NOTHING_HIDDEN: Hiding = { types: [], predicates: [] };

function predicateRow({ name, negated, arguments: [first, second] }: Predicate, hiding: Hiding): HTMLElement {
  const sign = h('span', { class: negated ? 'sign negated' : 'sign' }, predicateGlyph(name, hiding));
  return h('span', { class: 'predicate' }, argumentGlyph(first, hiding), sign, argumentGlyph(second, hiding));
}

/** Shows the goal, and the rules as cards. Cards of hidden rules lie face down until they are revealed. */
export class TaskPanel {
  readonly element = h('section', { class: 'task-panel', 'aria-label': 'Goal and rules' });
  private readonly goal = h('div', { class: 'goal card' });
  private readonly rules = h('ol', { class: 'rules' });
  private readonly reveal: HTMLButtonElement;
  private task: Task | undefined;
  private cards: { card: HTMLElement; count: HTMLElement }[] = [];
  revealed = false;

  /** @param onReveal called when the button is pressed */
  constructor(onReveal: () => void) {
    this.reveal = h('button', { class: 'reveal', type: 'button', onclick: onReveal });
    this.element.append(this.goal, h('div', { class: 'rules-head' }, h('h2', {}, 'Rules'), this.reveal), this.rules);
  }

  /** @param revealable whether the hidden rules may be revealed */
  show(task: Task, revealable: boolean): void {
    this.task = task;
    if (!revealable) this.revealed = false;
    const hides =
      task.rules.some(({ hidden }) => hidden) || task.hiding.types.length + task.hiding.predicates.length > 0;
    this.reveal.hidden = !revealable || !hides;
    this.reveal.textContent = this.revealed ? 'Hide again (R)' : 'Reveal (R)';
    const rows = task.goal.map((predicate) => predicateRow(predicate, NOTHING_HIDDEN));
    fill(this.goal, h('h2', {}, 'Goal'), ...rows, h('p', {}, `${goalWords(task.goal)}.`));
    this.cards = task.rules.map((rule, r) => this.card(rule, r));
    const none = h('li', { class: 'none' }, 'No rules here: nothing turns into anything.');
    fill(this.rules, ...(this.cards.length > 0 ? this.cards.map(({ card }) => card) : [none]));
  }

  /** @param firings count for each rule in this trial @param recent rules that fired just now */
  update(firings: readonly number[], recent: ReadonlySet<number>, goalHolds: boolean): void {
    this.goal.classList.toggle('holds', goalHolds);
    this.cards.forEach(({ card, count }, r) => {
      card.classList.toggle('fires', recent.has(r));
      const times = firings[r] ?? 0;
      const text = times > 0 ? `${times}×` : '';
      if (count.textContent !== text) count.textContent = text;
    });
  }

  private card(rule: Rule, r: number): { card: HTMLElement; count: HTMLElement } {
    const { hiding } = this.task!;
    const count = h('span', { class: 'count', title: 'Times that it fired in this trial' });
    const style = `--rule: ${ruleColour(r)}`;
    if (rule.hidden && !this.revealed) {
      const what = h('p', {}, 'A hidden rule. Find out by trying.');
      return { card: h('li', { class: 'card rule face-down', style }, hiddenRuleGlyph(), what, count), count };
    }
    const shown = this.revealed ? NOTHING_HIDDEN : hiding;
    const spawns = rule.spawns.map((type) => argumentGlyph(type, shown));
    const becomes = rule.spawns.length > 0 ? spawns : [nothingGlyph()];
    const row = h('div', { class: 'transformation' }, predicateRow(rule.condition, shown), arrowGlyph(), ...becomes);
    const card = h('li', { class: rule.hidden ? 'card rule revealed' : 'card rule', style }, row);
    card.append(h('p', {}, ruleWords(rule, shown)), count);
    return { card, count };
  }
}
