import {
  type Hiding,
  isHiddenFrom,
  type Predicate,
  type Rule,
  type Task,
  taskFromSeat,
} from '@open-ada/production-rules';
import { fill, h } from '../dom.js';
import { ruleColour } from '../scene/theme.js';
import { argumentGlyph, arrowGlyph, hiddenRuleGlyph, nothingGlyph, predicateGlyph } from './glyph.js';
import { goalWords, ruleWords } from './words.js';

const NOTHING_HIDDEN: Hiding = { types: [], predicates: [] };

function predicateRow({ name, negated, arguments: [first, second] }: Predicate, hiding: Hiding): HTMLElement {
  const sign = h('span', { class: negated ? 'sign negated' : 'sign' }, predicateGlyph(name, hiding));
  return h('span', { class: 'predicate' }, argumentGlyph(first, hiding), sign, argumentGlyph(second, hiding));
}

/** How a task is shown. */
export interface TaskLook {
  /** The player as whom it is told: what is hidden from that one lies face down. */
  seat: number;
  /** Whether the hidden rules may be revealed, and what each of two players is told may be looked at. */
  revealable: boolean;
}

/**
 * Shows the goal, and the rules as cards. Cards of hidden rules lie face down until they are revealed. In a task for two
 * they are the cards of one player; two buttons change between the players, and each card says who is told of it.
 */
export class TaskPanel {
  readonly element = h('section', { class: 'task-panel', 'aria-label': 'Goal and rules' });
  private readonly goal = h('div', { class: 'goal card' });
  private readonly rules = h('ol', { class: 'rules' });
  private readonly reveal: HTMLButtonElement;
  private readonly seats: HTMLElement;
  private readonly seatButtons: HTMLButtonElement[];
  private task: Task | undefined;
  private look: TaskLook = { seat: 0, revealable: false };
  private cards: { card: HTMLElement; count: HTMLElement }[] = [];
  revealed = false;

  /** @param onReveal called when the button is pressed @param onSeat called when a player is chosen */
  constructor(onReveal: () => void, onSeat: (seat: number) => void) {
    this.seatButtons = [0, 1].map((seat) => {
      const title = `What player ${seat + 1} is told, and the world through its eyes (O: the other one)`;
      return h('button', { type: 'button', class: `of-seat-${seat}`, title, onclick: () => onSeat(seat) });
    });
    this.seats = h('div', { class: 'seats', role: 'group', 'aria-label': 'Player', hidden: true }, ...this.seatButtons);
    this.reveal = h('button', { class: 'reveal', type: 'button', onclick: onReveal });
    this.element.append(
      this.seats,
      this.goal,
      h('div', { class: 'rules-head' }, h('h2', {}, 'Rules'), this.reveal),
      this.rules,
    );
  }

  show(whole: Task, look: TaskLook): void {
    const { seat, revealable } = look;
    const task = taskFromSeat(whole, seat);
    this.task = whole;
    this.look = look;
    if (!revealable) this.revealed = false;
    const hides =
      task.rules.some(({ hidden }) => hidden) || task.hiding.types.length + task.hiding.predicates.length > 0;
    this.seats.hidden = !revealable || whole.players.length < 2;
    this.seatButtons.forEach((button, each) => {
      const count = whole.rules.filter((_, r) => isHiddenFrom(whole, each, r)).length;
      button.textContent = `Player ${each + 1}${count > 0 ? ` · ${count} hidden` : ''}`;
      button.setAttribute('aria-pressed', String(each === seat));
    });
    this.reveal.hidden = !revealable || !hides;
    this.reveal.textContent = this.revealed ? 'Hide again (R)' : 'Reveal (R)';
    const rows = task.goal.map((predicate) => predicateRow(predicate, NOTHING_HIDDEN));
    fill(this.goal, h('h2', {}, 'Goal'), ...rows, h('p', {}, `${goalWords(task.goal)}.`));
    this.cards = task.rules.map((rule, r) => this.card(rule, r, task.hiding));
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

  private card(rule: Rule, r: number, hiding: Hiding): { card: HTMLElement; count: HTMLElement } {
    const count = h('span', { class: 'count', title: 'Times that it fired in this trial' });
    const style = `--rule: ${ruleColour(r)}`;
    if (rule.hidden && !this.revealed) {
      const what = h('p', {}, 'A hidden rule. Find out by trying.');
      const card = h('li', { class: 'card rule face-down', style }, hiddenRuleGlyph(), what, count, this.told(r));
      return { card, count };
    }
    const shown = this.revealed ? NOTHING_HIDDEN : hiding;
    const spawns = rule.spawns.map((type) => argumentGlyph(type, shown));
    const becomes = rule.spawns.length > 0 ? spawns : [nothingGlyph()];
    const row = h('div', { class: 'transformation' }, predicateRow(rule.condition, shown), arrowGlyph(), ...becomes);
    const card = h('li', { class: rule.hidden ? 'card rule revealed' : 'card rule', style }, row);
    card.append(h('p', {}, ruleWords(rule, shown)), count);
    const told = this.told(r);
    if (told) card.append(told);
    return { card, count };
  }

  /** Who of two players is told of a rule; undefined for one player, and while a person plays. */
  private told(r: number): HTMLElement | undefined {
    const task = this.task!;
    if (task.players.length < 2 || !this.look.revealable) return undefined;
    const [first, second] = [0, 1].map((seat) => !isHiddenFrom(task, seat, r));
    const who = first && second ? 'both players are' : first ? 'player 1 is' : second ? 'player 2 is' : 'nobody is';
    const dots = [first, second].map((knows, seat) => h('i', { class: `of-seat-${seat}${knows ? ' knows' : ''}` }));
    return h(
      'span',
      { class: 'told', title: `${who} told of this rule`, role: 'img', 'aria-label': `${who} told` },
      ...dots,
    );
  }
}
