import { h } from '../dom.js';
import { type IconName, icon } from './icons.js';

export interface HeaderActions {
  library(): void;
  play(): void;
  agent(): void;
  theme(): void;
  help(): void;
}

export function headerButtons(actions: HeaderActions): HTMLElement[] {
  const button = (sign: IconName, label: string, key: string, title: string, act: () => void): HTMLElement => {
    const properties = { type: 'button', title: `${title} (${key})`, 'aria-label': title, onclick: act };
    return h('button', properties, icon(sign), label && h('span', {}, label));
  };
  return [
    button('library', 'Library', 'L', 'Library: tasks, probes, replays, agents', actions.library),
    button('person', 'Play', 'P', 'Play this task yourself', actions.play),
    button('robot', 'Agent', 'A', 'Watch the agent play this task', actions.agent),
    button('theme', '', 'T', 'Light or dark', actions.theme),
    button('help', '', '?', 'Help', actions.help),
  ];
}
