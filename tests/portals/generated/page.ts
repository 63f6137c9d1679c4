/**
 * Pages of portals that nobody wrote: purpose × structure × depth of wrappers × naming × CSS method × language × order ×
 * amount, drawn from a seed. The true element of each role is known because it was made as such; nothing here knows how
 * the learner looks. `none.ts` makes pages that are no portal's of the same parts.
 */
import type { Role } from "../../../src/build/roles.ts";

/** Numbers from a seed, the same on every machine (mulberry32). */
export class Dice {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  /** 0 to 1, without 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let value = this.#state;
    value = Math.imul(value ^ (value >>> 15), value | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  }
  whole(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }
  one<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)] as T;
  }
  chance(share: number): boolean {
    return this.next() < share;
  }
  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((item) => [this.next(), item] as const)
      .sort((a, b) => a[0] - b[0])
      .map(([, item]) => item);
  }
}

/** An element to be; `key` is what its style and its name hang on. */
export interface Part {
  tag: string;
  key?: string;
  roles?: Role[];
  attributes?: Record<string, string>;
  children: (Part | string)[];
}

export const part = (
  tag: string,
  key: string | undefined,
  children: (Part | string)[] | string = [],
  more: { roles?: Role[]; attributes?: Record<string, string> } = {},
): Part => ({
  tag,
  ...(key ? { key } : {}),
  ...more,
  children: typeof children === "string" ? [children] : children,
});

export type Naming = "none" | "neutral" | "hashed" | "telling" | "utility";
export type Method = "classes" | "inline" | "utilities" | "none";

/** How a page is written down: what its parts are called and where their looks stand. */
export interface Writing {
  naming: Naming;
  method: Method;
  /** Wrappers at most around any part. */
  depth: number;
  language: string;
}

type Look = Record<string, string>;

/** Looks by a part's key, drawn once a page. */
export function looks(dice: Dice): Record<string, Look> {
  const px = (from: number, to: number): string => `${dice.whole(from, to)}px`;
  const hue = dice.whole(0, 359);
  const accent = `hsl(${hue} ${dice.whole(40, 90)}% ${dice.whole(28, 42)}%)`;
  const pale = `hsl(${hue} 50% 94%)`;
  const surface = dice.one(["#fff", "#fafafa", pale]);
  const line = dice.one(["#ddd", "#ccc", "#e4e4ee", "#d0d7de"]);
  const radius = dice.one(["0", "4px", "8px", "14px"]);
  const frame = dice.one<Look>([
    { border: `1px solid ${line}` },
    { "box-shadow": "0 1px 4px rgba(0,0,0,.25)" },
    { background: surface === "#fff" ? "#f4f4f4" : surface },
    { border: `2px solid ${accent}` },
  ]);
  const grid = dice.one<Look>([
    { display: "grid", "grid-template-columns": `repeat(${dice.whole(2, 4)}, 1fr)`, gap: px(6, 24) },
    { display: "flex", "flex-wrap": "wrap", gap: px(6, 24) },
    { display: "grid", "grid-template-columns": `repeat(auto-fill, minmax(${px(180, 260)}, 1fr))`, gap: px(6, 20) },
    { display: "block" },
  ]);
  const tileWidth: Look =
    grid.display === "flex"
      ? { width: px(180, 280) }
      : grid.display === "block"
        ? { display: "inline-block", width: px(200, 280), margin: px(4, 10), "vertical-align": "top" }
        : {};
  const button: Look = {
    padding: `${px(5, 12)} ${px(12, 24)}`,
    "border-radius": radius,
    border: `1px solid ${line}`,
    background: "#fff",
    color: "#222",
    "font-size": "inherit",
    "text-decoration": "none",
    display: "inline-block",
  };
  return {
    body: {
      margin: dice.one(["0", "0", "8px"]),
      background: dice.one(["#fff", "#f6f6f8", "#eef1f5"]),
      color: dice.one(["#111", "#222", "#333c48"]),
      "font-family": dice.one(["sans-serif", "serif", "system-ui"]),
      "font-size": px(14, 17),
    },
    bar: {
      padding: `${px(6, 16)} ${px(10, 40)}`,
      background: dice.one([accent, "#fff", "#222b36", pale]),
      "border-bottom": `1px solid ${line}`,
    },
    side: { width: px(180, 260), padding: px(8, 20), float: "left", background: dice.one(["#fff", pale, "#f0f0f0"]) },
    columns: { display: "flex", gap: px(12, 32), "align-items": "flex-start" },
    grow: { flex: "1", "min-width": "0" },
    brand: { "font-weight": "700", "margin-right": px(10, 40), color: "#888" },
    links: { display: "inline-flex", gap: px(8, 24), margin: "0", padding: "0", "list-style": "none" },
    link: { color: dice.one(["#777", accent]), padding: px(2, 6) },
    content: { "max-width": px(860, 1180), margin: "0 auto", padding: px(8, 24) },
    hero: {
      padding: `${px(20, 70)} ${px(12, 40)}`,
      "margin-bottom": px(8, 28),
      ...dice.one<Look>([{ background: accent, color: "#fff" }, { background: pale }, { "text-align": "center" }, {}]),
    },
    greeting: { "font-size": px(24, 38), margin: "0 0 8px" },
    lead: { margin: "0 0 10px" },
    searchbox: {
      display: "flex",
      gap: "4px",
      "max-width": px(360, 640),
      ...(dice.chance(0.5) ? { margin: "0 auto" } : {}),
    },
    searchfield: {
      flex: "1",
      padding: px(5, 12),
      border: `1px solid ${line}`,
      "border-radius": radius,
      "font-size": "inherit",
    },
    grouphead: { "font-size": px(17, 23), margin: `${px(14, 28)} 0 ${px(6, 12)}` },
    grid: { ...grid, padding: "0", margin: `0 0 ${px(8, 20)}`, "list-style": "none" },
    tile: {
      ...frame,
      ...tileWidth,
      padding: px(10, 22),
      "border-radius": radius,
      color: "inherit",
      "text-decoration": "none",
      "text-align": dice.one(["left", "left", "center"]),
      "box-sizing": "border-box",
      ...(grid.display === "block" ? {} : { display: "block" }),
      "font-size": "inherit",
    },
    cell: { padding: px(4, 10), "vertical-align": "top" },
    row: {
      display: "flex",
      gap: px(8, 16),
      "align-items": "center",
      padding: px(8, 14),
      "border-bottom": `1px solid ${line}`,
    },
    icon: { width: px(24, 44), height: px(24, 44), color: accent, "font-size": "28px" },
    dot: {
      display: "inline-block",
      width: px(22, 40),
      height: px(22, 40),
      background: accent,
      "border-radius": dice.one(["50%", "6px"]),
    },
    tiletitle: { "font-size": px(15, 19), "font-weight": "600", margin: "4px 0", display: "block", color: "inherit" },
    tiletext: { "font-size": px(12, 14), margin: "0", display: "block", color: "#5b6470" },
    cats: { padding: "0", margin: "0 0 14px", "list-style": "none" },
    cat: {
      display: dice.one(["block", "block", "inline-block"]),
      padding: `${px(5, 10)} ${px(8, 16)}`,
      color: "#333",
      "text-decoration": "none",
      border: "0",
      background: "none",
      "text-align": "left",
      "font-size": "inherit",
    },
    fold: { border: `1px solid ${line}`, "margin-bottom": px(4, 10), "border-radius": radius },
    foldhead: {
      padding: px(8, 14),
      "font-weight": "600",
      display: "block",
      width: "100%",
      border: "0",
      background: pale,
      "text-align": "left",
      "font-size": "inherit",
    },
    formtitle: { "font-size": px(21, 30), margin: "8px 0" },
    section: {
      ...dice.one<Look>([frame, {}, { "border-top": `1px solid ${line}` }]),
      padding: px(8, 22),
      margin: `0 0 ${px(10, 24)}`,
      "border-radius": radius,
    },
    sectionhead: { "font-size": px(16, 21), "font-weight": "600", margin: "0 0 8px", color: accent },
    question: { margin: `0 0 ${px(8, 18)}` },
    label: {
      ...(dice.chance(0.7) ? { display: "block" } : {}),
      margin: "0 8px 4px 0",
      "font-weight": dice.one(["400", "600"]),
    },
    field: {
      ...(dice.chance(0.6) ? { width: "100%" } : {}),
      "box-sizing": "border-box",
      padding: px(4, 9),
      border: `1px solid ${line}`,
      "border-radius": radius,
      "font-size": "inherit",
      "max-width": "640px",
    },
    hint: { "font-size": "12px", color: "#68707c", margin: "2px 0" },
    option: { "margin-right": px(8, 18) },
    actions: {
      display: dice.one(["flex", "block"]),
      gap: px(6, 12),
      "text-align": dice.one(["left", "right"]),
      padding: `${px(6, 14)} 0`,
      ...(dice.chance(0.4) ? { "border-top": `1px solid ${line}` } : {}),
    },
    main: { ...button, background: accent, color: "#fff", "border-color": accent },
    other: button,
    tickets: {
      padding: "0",
      margin: `0 0 ${px(8, 20)}`,
      "list-style": "none",
      width: "100%",
      "border-collapse": "collapse",
      ...dice.one<Look>([{}, { border: `1px solid ${line}` }]),
    },
    ticket: {
      padding: px(8, 14),
      "border-bottom": `1px solid ${line}`,
      ...(dice.chance(0.4) ? { display: "flex", gap: "16px", "align-items": "center" } : {}),
    },
    tablerow: { "border-bottom": `1px solid ${line}` },
    tablecell: { padding: px(5, 12), "text-align": "left" },
    ticketcard: { ...frame, padding: px(8, 16), "margin-bottom": px(6, 14), "border-radius": radius },
    number: { color: "#7a828c", "font-size": "13px" },
    status: {
      ...dice.one<Look>([
        { background: pale, padding: "2px 8px", "border-radius": "10px", display: "inline-block" },
        { background: "#eee", padding: "1px 6px", display: "inline-block" },
        { color: accent, "font-weight": "600" },
      ]),
      "font-size": "12px",
    },
    message: {
      padding: `${px(8, 14)} ${px(12, 20)}`,
      margin: `0 0 ${px(8, 18)}`,
      background: dice.one(["#fff4d6", "#fdecea", "#e7f3fe"]),
      border: dice.one(["1px solid #e3c77a", "0"]),
      "border-left": dice.one(["4px solid #b58900", "0"]),
    },
    foot: {
      padding: px(12, 30),
      "margin-top": px(20, 50),
      "font-size": "12px",
      color: "#69717d",
      "border-top": `1px solid ${line}`,
      clear: "both",
    },
    step: { color: "#69717d", margin: "0 0 8px" },
    plain: {},
    prose: { "line-height": "1.6", "max-width": "680px" },
    photo: { width: "100%", height: "160px", display: "block", background: "#ccd" },
    price: { "font-weight": "700" },
  };
}

const neutral = [
  "box",
  "unit",
  "item",
  "wrap",
  "inner",
  "part",
  "zone",
  "block",
  "piece",
  "cell",
  "area",
  "node",
  "body",
  "head",
  "side",
];
const telling: Record<string, string> = {
  bar: "topbar",
  side: "sidebar",
  links: "nav-list",
  link: "nav-link-item",
  content: "portal-main",
  hero: "portal-hero",
  greeting: "portal-title",
  searchbox: "portal-search",
  searchfield: "search-input",
  grouphead: "group-title",
  grid: "services",
  tile: "service",
  tiletitle: "service-name",
  tiletext: "service-desc",
  icon: "service-icon",
  dot: "service-icon",
  cats: "categories",
  cat: "category",
  section: "form-block",
  sectionhead: "block-title",
  question: "form-row",
  label: "row-label",
  field: "row-input",
  actions: "form-actions",
  main: "btn-send",
  other: "btn-back",
  tickets: "request-list",
  ticket: "request",
  ticketcard: "request",
  tablerow: "request",
  status: "request-state",
  message: "notice",
  foot: "page-foot",
};

/** A page's HTML. The roles of its elements stand in `data-true`, for the marker alone, which takes them away first. */
export function write(body: Part[], dice: Dice, { naming, method, depth, language }: Writing): string {
  const style = looks(dice);
  const names = new Map<string, string>();
  const rules: string[] = [];
  const utilities = new Map<string, string>();
  const hash = (): string => Math.floor(dice.next() * 36 ** 6).toString(36);
  const nameOf = (key: string): string => {
    const known = names.get(key);
    if (known) return known;
    const made =
      naming === "neutral"
        ? `${dice.one(["x", "m", "lay", "p"])}-${dice.one(neutral)}${names.size}`
        : naming === "telling"
          ? (telling[key] ?? `p-${key}`)
          : `${dice.one(["css", "sc", "_"])}-${hash()}`;
    names.set(key, made);
    const css = Object.entries(style[key] ?? {}).map(([property, value]) => `${property}: ${value}`);
    if (method === "classes" && css.length > 0) rules.push(`.${made} { ${css.join("; ")} }`);
    return made;
  };
  const utility = (property: string, value: string): string => {
    const id = `${property}:${value}`;
    const known = utilities.get(id);
    if (known) return known;
    const made = `${property[0]}${property.includes("-") ? property.split("-")[1]?.[0] : ""}${utilities.size}`;
    utilities.set(id, made);
    rules.push(`.${made} { ${property}: ${value} }`);
    return made;
  };
  const attributesOf = ({ key, attributes = {}, roles = [] }: Part): string => {
    const all: Record<string, string> = { ...attributes };
    const look = Object.entries((key && style[key]) || {});
    const classes: string[] = [];
    if (key && naming !== "none" && naming !== "utility") classes.push(nameOf(key));
    if (method === "inline" || (method === "classes" && (naming === "none" || naming === "utility")))
      if (look.length > 0) all.style = look.map(([property, value]) => `${property}: ${value}`).join("; ");
    if (method === "utilities") for (const [property, value] of look) classes.push(utility(property, value));
    if (classes.length > 0) all.class = classes.join(" ");
    if (roles.length > 0) all["data-true"] = roles.join(" ");
    return Object.entries(all)
      .map(([name, value]) => ` ${name}="${value.replaceAll('"', "&quot;")}"`)
      .join("");
  };
  const wrappers: Record<string, boolean[]> = {};
  const empty = /^(input|img|br|hr)$/;
  const html = (node: Part | string, parent = "div"): string => {
    if (typeof node === "string") return node;
    const open = `<${node.tag}${attributesOf(node)}>`;
    const own = empty.test(node.tag)
      ? open
      : `${open}${node.children.map((child) => html(child, node.tag)).join("")}</${node.tag}>`;
    // Wrappers that say nothing, where a div may stand.
    const loose = /^(div|section|form|ul|ol|table|nav|p|h1|h2|h3|article|fieldset|dl|a)$/.test(node.tag);
    if (
      !loose ||
      /^(p|span|a|button|h\d|label|ul|ol|dl|tbody|tr|summary)$/.test(parent) ||
      !node.key ||
      node.attributes?.["data-tight"]
    )
      return own;
    // The same about all parts of one key, as a template writes them.
    const levels = (wrappers[node.key] ??= Array.from({ length: depth }, () => dice.chance(0.22)));
    let wrapped = own;
    for (const [level, is] of levels.entries())
      if (is) wrapped = `<div${attributesOf({ tag: "div", key: `wrapper${level}`, children: [] })}>${wrapped}</div>`;
    return wrapped;
  };
  const content = body.map((node) => html(node)).join(dice.chance(0.5) ? "\n" : "");
  const bodyLook = Object.entries(style.body as Look).map(([property, value]) => `${property}: ${value}`);
  const sheet = method === "none" ? "" : `<style>body { ${bodyLook.join("; ")} } ${rules.join("\n")}</style>`;
  return `<!DOCTYPE html><html lang="${language}"><head><meta charset="utf-8"><title>Page</title>${sheet}</head><body>${content}</body></html>`.replaceAll(
    ' data-tight="1"',
    "",
  );
}
