type Child = Node | string | undefined | false | null;
type Properties = Record<string, unknown>;

/**
 * An element: properties that start with `on` are listeners, booleans set or leave out an attribute, `class` and all
 * else are attributes.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties?: Properties,
  ...children: Child[]
): HTMLElementTagNameMap[K];
export function h(tag: string, properties?: Properties, ...children: Child[]): HTMLElement;
export function h(tag: string, properties: Properties = {}, ...children: Child[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false || value === null) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value as EventListener);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(
    ...children.filter((child): child is Node | string => child !== undefined && child !== false && child !== null),
  );
  return element;
}

/** An icon of gallery.css: `.g-icon-<name>`. */
export const icon = (name: string): HTMLElement => h("span", { class: `g-icon g-icon-${name}`, "aria-hidden": "true" });

let counter = 0;

/** An id that nothing else on the page has. */
export const uniqueId = (prefix: string): string => `${prefix}-${++counter}`;
