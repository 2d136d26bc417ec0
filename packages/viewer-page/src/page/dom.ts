type Child = Node | string | undefined | false;

/** Properties of an element; `class`, `aria-*`, `data-*` and `role` as attributes, `on*` as listeners. */
type Properties = Record<string, unknown>;

/** Makes an element. Strings become text nodes, never markup, because names come from files. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value as EventListener);
    else if (name in element && !/^(class|role|aria-|data-|style|list)/.test(name)) {
      (element as unknown as Properties)[name] = value;
    } else element.setAttribute(name, String(value));
  }
  fill(element, ...children);
  return element;
}

/** Replaces the children of an element. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(
    ...children.filter((child): child is Node | string => child !== undefined && child !== false),
  );
}

/** Makes an element from markup that is part of this code, never from a file. */
export function markup(text: string): Element {
  const template = document.createElement('template');
  template.innerHTML = text.trim();
  return template.content.firstElementChild!;
}
