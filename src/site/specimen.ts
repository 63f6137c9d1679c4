import { type DefaultTreeAdapterTypes, parseFragment, serialize } from "parse5";
import { fluentIcon } from "../build/fluent-icon.ts";
import { stateAttribute } from "../gallery/twins.ts";
import type { Cell } from "../visual/specimens.ts";

type Element = DefaultTreeAdapterTypes.Element;
type ParentNode = DefaultTreeAdapterTypes.ParentNode;

/** A specimen made ready for a page that has many: its own ids, a state, nowhere to lead. */
export interface StaticSpecimen {
  html: string;
  /** Icons of GLPI's that it shows, by class. */
  icons: string[];
  /** What people reach it by and what drives it, for the page's words. */
  traits: Set<Trait>;
}

/** What a specimen's markup tells of keyboard and scripts. */
export type Trait =
  | "button"
  | "link"
  | "check box"
  | "radio"
  | "switch"
  | "text"
  | "number"
  | "range"
  | "colour"
  | "file"
  | "select"
  | "details"
  | "dialog"
  | "menu"
  | "tabs"
  | "tooltip"
  | "select2"
  | "flatpickr"
  | "fancytree"
  | "tinymce"
  | "dropdown"
  | "modal"
  | "offcanvas"
  | "toast"
  | "collapse"
  | "progress"
  | "rating"
  | "table";

const attributes = ["for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "list", "form"];
const references = ["data-bs-target", "data-target"];

/**
 * @param id unique on the page
 * @param label says which specimen a field without a label of its own is
 */
export function staticSpecimen(cell: Cell, id: string, label: string): StaticSpecimen {
  const fragment = parseFragment(cell.html);
  const icons = new Set<string>();
  const traits = new Set<Trait>();
  const elements = everyElement(fragment);
  const labelled = new Set(elements.filter(({ tagName }) => tagName === "label").map((element) => get(element, "for")));
  for (const element of elements) {
    for (const name of (get(element, "class") ?? "").split(/\s+/)) if (/^ti-/.test(name)) icons.add(name);
    traitsOf(element, traits);
    unique(element, id);
    if (isField(element) && !isNamed(element, labelled)) set(element, "aria-label", label);
    if (get(element, "tabindex") && Number(get(element, "tabindex")) > 0) set(element, "tabindex", "0");
  }
  force(fragment, elements, cell.forced);
  return { html: serialize(fragment), icons: [...icons], traits };
}

/** GLPI's icons as masks of Fluent ones, for the classes a page shows. */
export function iconRules(classes: Iterable<string>, icons: Record<string, string>): string {
  const rules = [...new Set(classes)].sort().flatMap((name) => {
    const icon = icons[name] ? fluentIcon(icons[name] as string) : undefined;
    return icon ? [`.${name}{--s-icon:${icon}}`] : [];
  });
  return rules.join("");
}

function everyElement(parent: ParentNode): Element[] {
  return parent.childNodes.flatMap((node) =>
    "tagName" in node ? [node as Element, ...everyElement(node as Element)] : [],
  );
}

const get = (element: Element, name: string): string | undefined =>
  element.attrs.find((attribute) => attribute.name === name)?.value;

function set(element: Element, name: string, value: string): void {
  const known = element.attrs.find((attribute) => attribute.name === name);
  if (known) known.value = value;
  else element.attrs.push({ name, value });
}

function remove(element: Element, name: string): void {
  element.attrs = element.attrs.filter((attribute) => attribute.name !== name);
}

/** Ids, and whatever names one; links and forms stay where they are. */
function unique(element: Element, id: string): void {
  const own = get(element, "id");
  if (own) set(element, "id", `${id}-${own}`);
  for (const name of attributes) {
    const value = get(element, name);
    if (value)
      set(
        element,
        name,
        value
          .split(/\s+/)
          .map((each) => `${id}-${each}`)
          .join(" "),
      );
  }
  for (const name of references) {
    const value = get(element, name);
    if (value?.startsWith("#")) set(element, name, `#${id}-${value.slice(1)}`);
  }
  if (element.tagName === "input" && get(element, "type") === "radio")
    set(element, "name", `${id}-${get(element, "name") ?? "radio"}`);
  if (get(element, "href") !== undefined && element.tagName === "a") set(element, "href", `#${id}`);
  if (element.tagName === "form") {
    remove(element, "action");
    set(element, "method", "dialog");
  }
  // A page has one of each: these are pictures of them.
  if (get(element, "role") === "alert") set(element, "role", "group");
  if (get(element, "aria-live")) remove(element, "aria-live");
  if (get(element, "autofocus") !== undefined) remove(element, "autofocus");
}

const isField = (element: Element): boolean =>
  ["input", "select", "textarea", "meter", "progress"].includes(element.tagName) &&
  !["hidden", "submit", "button", "reset", "image"].includes(get(element, "type") ?? "");

function isNamed(element: Element, labelled: Set<string | undefined>): boolean {
  if (get(element, "aria-label") || get(element, "aria-labelledby") || get(element, "title")) return true;
  const id = get(element, "id");
  for (const name of labelled) if (id !== undefined && name !== undefined && id.endsWith(`-${name}`)) return true;
  for (let parent = element.parentNode; parent && "tagName" in parent; parent = parent.parentNode)
    if (parent.tagName === "label") return true;
  return false;
}

function force(fragment: ParentNode, elements: Element[], forced: string[]): void {
  if (forced.length === 0) return;
  const marked = elements.filter((element) => get(element, "data-force") !== undefined);
  const root =
    elements.find((element) => get(element, "data-root") !== undefined) ??
    (fragment.childNodes.find((node) => "tagName" in node) as Element | undefined);
  for (const target of marked.length > 0 ? marked : root ? [root] : []) {
    add(target, forced);
    if (!forced.includes("focus")) continue;
    for (let node: ParentNode | null = target; node && "tagName" in node; node = (node as Element).parentNode)
      add(node as Element, ["focus-within"]);
  }
}

function add(element: Element, states: string[]): void {
  const known = get(element, stateAttribute)?.split(" ") ?? [];
  set(element, stateAttribute, [...new Set([...known, ...states])].join(" "));
}

function traitsOf(element: Element, traits: Set<Trait>): void {
  const classes = get(element, "class") ?? "";
  const has = (pattern: RegExp): boolean => pattern.test(` ${classes} `);
  const type = get(element, "type") ?? "text";
  switch (element.tagName) {
    case "button":
      traits.add("button");
      break;
    case "a":
      traits.add(has(/ btn /) ? "button" : "link");
      break;
    case "select":
      traits.add("select");
      break;
    case "textarea":
      traits.add("text");
      break;
    case "summary":
      traits.add("details");
      break;
    case "dialog":
      traits.add("dialog");
      break;
    case "table":
      traits.add("table");
      break;
    case "progress":
    case "meter":
      traits.add("progress");
      break;
    case "input":
      if (type === "checkbox") traits.add(/ form-switch /.test(` ${parentClasses(element)} `) ? "switch" : "check box");
      else if (type === "radio") traits.add("radio");
      else if (type === "range") traits.add("range");
      else if (type === "number") traits.add("number");
      else if (type === "color") traits.add("colour");
      else if (type === "file") traits.add("file");
      else if (/submit|button|reset/.test(type)) traits.add("button");
      else if (type !== "hidden") traits.add("text");
  }
  if (has(/ select2/)) traits.add("select2");
  if (has(/ flatpickr/)) traits.add("flatpickr");
  if (has(/ fancytree/)) traits.add("fancytree");
  if (has(/ tox /)) traits.add("tinymce");
  if (has(/ dropdown-menu /)) traits.add("menu").add("dropdown");
  if (get(element, "data-bs-toggle") === "dropdown") traits.add("dropdown");
  if (has(/ modal(-dialog|-content)? /)) traits.add("modal");
  if (has(/ offcanvas /)) traits.add("offcanvas");
  if (has(/ toast /)) traits.add("toast");
  if (has(/ tooltip /)) traits.add("tooltip");
  if (has(/ (accordion-button|collapse) /)) traits.add("collapse");
  if (has(/ rating|rateit|star/)) traits.add("rating");
  if (has(/ nav-tabs /) || get(element, "role") === "tablist") traits.add("tabs");
}

function parentClasses(element: Element): string {
  const parent = element.parentNode;
  return parent && "tagName" in parent ? (get(parent as Element, "class") ?? "") : "";
}
