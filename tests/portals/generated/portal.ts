import type { Role } from "../../../src/build/roles.ts";
import { Dice, type Method, type Naming, type Part, part, type Writing, write } from "./page.ts";
import { type Language, languages, someOf, type Words } from "./words.ts";

export const purposes = [
  "services",
  "grouped services",
  "services beside categories",
  "folded services",
  "form",
  "one question",
  "requests",
  "everything",
] as const;
export type Purpose = (typeof purposes)[number];

export interface Generated {
  html: string;
  /** For the list of the weakest: what it is for and how it is made. */
  kind: Record<"purpose" | "naming" | "method" | "language" | "depth" | "structure", string>;
  seed: number;
}

interface Made {
  dice: Dice;
  words: Words;
  /** What tells this page's structure, for the list of the weakest. */
  structure: string[];
}

const svg = (dice: Dice): string =>
  dice.one([
    '<svg viewBox="0 0 16 16"><circle cx="8" cy="8" r="7"/></svg>',
    '<svg viewBox="0 0 16 16"><path d="M1 1h14v14H1z"/></svg>',
  ]);
const pixel = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

/** One page of a portal. */
export function portalPage(seed: number, purpose?: Purpose): Generated {
  const dice = new Dice(seed * 7919 + 13);
  const chosen = purpose ?? dice.one(purposes);
  const language = dice.one(Object.keys(languages) as Language[]);
  const made: Made = { dice, words: languages[language], structure: [] };
  const naming = dice.one<Naming>(["none", "neutral", "hashed", "telling", "utility"]);
  const method =
    naming === "utility"
      ? "utilities"
      : dice.one<Method>(["classes", "classes", "inline", naming === "none" ? "none" : "classes"]);
  const writing: Writing = { naming, method, depth: dice.whole(0, 4), language };
  const content = contentOf(made, chosen);
  const body = framed(made, content);
  const html = write(body, dice, writing);
  const rtl = language === "ar" ? html.replace("<html ", '<html dir="rtl" ') : html;
  return {
    html: rtl,
    seed,
    kind: {
      purpose: chosen,
      naming,
      method,
      language,
      depth: String(writing.depth),
      structure: made.structure.join(" "),
    },
  };
}

/** Menu, content, foot, in one of the ways in which pages are divided. */
function framed(made: Made, content: Part[]): Part[] {
  const { dice, words } = made;
  const landmarks = dice.chance(0.6);
  const links = someOf(dice, words.menu, dice.whole(3, 5)).map((text, index) =>
    part("a", "link", text, {
      attributes: { href: `/m/${index}`, ...(index === 0 && dice.chance(0.3) ? { "aria-current": "page" } : {}) },
    }),
  );
  const listed = dice.chance(0.5);
  const list = listed
    ? part(
        "ul",
        "links",
        links.map((link) => part("li", undefined, [link])),
        landmarks ? {} : { roles: ["menu"] },
      )
    : part("div", "links", links, landmarks ? {} : { roles: ["menu"] });
  const menu = landmarks ? part("nav", "plain", [list], { roles: ["menu"] }) : list;
  const brand = part(dice.one(["span", "a", "div"]), "brand", dice.one(words.brand), {
    attributes: dice.chance(0.5) ? {} : { title: "1" },
  });
  const beside = dice.chance(0.2);
  const hasMenu = dice.chance(0.85);
  const foot = dice.chance(0.7)
    ? [part(landmarks ? "footer" : "div", "foot", [part("p", "plain", dice.one(words.foot))], { roles: ["footer"] })]
    : [];
  const page = part(dice.chance(0.6) ? "main" : "div", "content", content, { roles: ["page"] });
  made.structure.push(landmarks ? "landmarks" : "no-landmarks");
  if (!hasMenu) return [page, ...foot];
  if (beside)
    return [
      part("div", "columns", [part(landmarks ? "aside" : "div", "side", [menu]), part("div", "grow", [page])], {
        attributes: { "data-tight": "1" },
      }),
      ...foot,
    ];
  return [part(landmarks ? "header" : "div", "bar", dice.chance(0.7) ? [brand, menu] : [menu]), page, ...foot];
}

function contentOf(made: Made, purpose: Purpose): Part[] {
  const { dice } = made;
  const notice = dice.chance(0.25) ? [messageOf(made)] : [];
  switch (purpose) {
    case "services":
      return [...notice, ...top(made), ...groupsOf(made, 1)];
    case "grouped services":
      return [...notice, ...top(made), ...groupsOf(made, dice.whole(2, 3))];
    case "services beside categories": {
      const categories = categoriesOf(made);
      const grid = part("div", "grow", groupsOf(made, 1));
      return [
        ...top(made),
        part("div", "columns", dice.chance(0.8) ? [categories, grid] : [grid, categories], {
          attributes: { "data-tight": "1" },
        }),
      ];
    }
    case "folded services":
      return [...top(made), ...foldedOf(made)];
    case "form":
      return [...notice, ...formOf(made, dice.whole(4, 10))];
    case "one question":
      return formOf(made, dice.whole(1, 3), true);
    case "requests":
      return [...notice, ...requestsOf(made, true)];
    case "everything":
      return [
        ...top(made),
        ...dice.shuffled([() => groupsOf(made, 1), () => requestsOf(made, false)]).flatMap((make) => make()),
      ];
  }
}

const messageOf = ({ dice, words }: Made): Part =>
  part(dice.one(["div", "p", "aside"]), "message", dice.one(words.notices), {
    roles: ["message"],
    attributes: dice.chance(0.5) ? { role: dice.one(["alert", "status"]) } : {},
  });

/** A greeting with a search, or one of the two, or none. */
function top({ dice, words, structure }: Made): Part[] {
  const kind = dice.one(["hero", "hero", "heading", "search", "none"]);
  structure.push(`top-${kind}`);
  const field = part("input", "searchfield", [], {
    roles: ["search"],
    attributes: {
      ...dice.one([{ type: "search" }, { type: "text" }]),
      name: dice.one(["q", "query", "t", "f1"]),
      placeholder: dice.one(words.search),
    },
  });
  const box = part(
    dice.one(["form", "div"]),
    "searchbox",
    dice.chance(0.5) ? [field, part("button", "other", dice.one(words.search))] : [field],
    {
      attributes: dice.chance(0.4) ? { role: "search" } : {},
    },
  );
  const heading = part("h1", "greeting", dice.one(words.greeting));
  if (kind === "none") return [];
  if (kind === "search") return [box];
  if (kind === "heading") return [part("h1", "formtitle", dice.one(words.greeting))];
  const inner = [
    heading,
    ...(dice.chance(0.6) ? [part("p", "lead", dice.one(words.lead))] : []),
    ...(dice.chance(0.75) ? [box] : []),
  ];
  return [part(dice.one(["div", "section", "header"]), "hero", inner, { roles: ["hero"] })];
}

/** What a tile is made of, the same for all of a page. */
function tileMaker({ dice, structure }: Made): (service: [string, string], index: number) => Part {
  const kind = dice.one(["link", "link in item", "heading link", "button", "card with link", "row"]);
  const icon = dice.one(["svg", "img", "i", "dot", "emoji", "none", "none"]);
  const hasText = dice.chance(0.75);
  const titleTag = dice.one(["span", "h3", "h4", "strong", "div", "b"]);
  const textTag = dice.one(["p", "span", "small", "div"]);
  const iconFirst = dice.chance(0.85);
  structure.push(`tile-${kind.replaceAll(" ", "-")}`, `icon-${icon}`, hasText ? "texts" : "no-texts");
  const look = kind === "row" ? "row" : "tile";
  const drawn = svg(dice);
  return ([name, text], index) => {
    const picture: Part[] =
      icon === "none"
        ? []
        : [
            icon === "svg"
              ? part("span", "plain", [part("span", "icon", drawn.replace("<svg", '<svg width="28" height="28"'))], {
                  roles: ["tile-icon"],
                })
              : icon === "img"
                ? part("img", "icon", [], {
                    roles: ["tile-icon"],
                    attributes: { src: pixel, alt: "", width: "32", height: "32" },
                  })
                : icon === "i"
                  ? part("i", "dot", [], { roles: ["tile-icon"], attributes: { "aria-hidden": "true" } })
                  : icon === "dot"
                    ? part("span", "dot", [], { roles: ["tile-icon"] })
                    : part("span", "icon", ["🖥️", "🔑", "📁", "☎️", "🖨️"][index % 5] as string, { roles: ["tile-icon"] }),
          ];
    const href = { href: `/s/${index}` };
    const phrasing = kind === "button" || kind === "link in item";
    const title = (children: (Part | string)[]): Part =>
      part(phrasing && /^(h3|h4|div)$/.test(titleTag) ? "span" : titleTag, "tiletitle", children, {
        roles: ["tile-title"],
      });
    const words = hasText
      ? [part(phrasing && /^(p|div)$/.test(textTag) ? "span" : textTag, "tiletext", text, { roles: ["tile-text"] })]
      : [];
    const tile: { roles: Role[] } = { roles: ["tile"] };
    const put = (children: Part[]): Part[] => (iconFirst ? [...picture, ...children] : [...children, ...picture]);
    switch (kind) {
      case "link":
      case "row":
        return part("a", look, put([title([name]), ...words]), { ...tile, attributes: href });
      case "link in item":
        return part("li", undefined, [part("a", look, put([title([name]), ...words]), { ...tile, attributes: href })]);
      case "heading link":
        return part("div", look, put([title([part("a", "plain", name, { attributes: href })]), ...words]), tile);
      case "button":
        return part("button", look, put([title([name]), ...words]), { ...tile, attributes: { type: "button" } });
      default:
        return part(
          "article",
          look,
          [...put([title([name]), ...words]), part("a", "link", "→", { attributes: { ...href, "aria-label": name } })],
          tile,
        );
    }
  };
}

/** Headed groups of tiles; one has no heading at times. */
function groupsOf(made: Made, groups: number): Part[] {
  const { dice, words, structure } = made;
  const make = tileMaker(made);
  const headings = someOf(dice, words.groups, groups);
  const sectioned = dice.chance(0.6);
  const headTag = dice.one(["h2", "h3", "div", "p"]);
  structure.push(`groups-${groups}`, sectioned ? "sections" : "flat");
  let next = 0;
  const pool = dice.shuffled(words.services);
  return headings.flatMap((heading) => {
    const count = groups === 1 ? dice.whole(4, 9) : dice.whole(2, 4);
    const tiles = Array.from({ length: count }, () => {
      const index = next++;
      return make(pool[index % pool.length] as [string, string], index);
    });
    const grid = part(tiles[0]?.tag === "li" ? "ul" : dice.one(["div", "section"]), "grid", tiles, {
      roles: ["tiles"],
    });
    const head = groups > 1 || dice.chance(0.5) ? [part(headTag, "grouphead", heading)] : [];
    return sectioned ? [part("section", "plain", [...head, grid])] : [...head, grid];
  });
}

function categoriesOf({ dice, words, structure }: Made): Part {
  const names = someOf(dice, words.categories, dice.whole(3, 6));
  const tag = dice.one(["a", "button"]);
  const made = names.map((name, index) =>
    part(tag, "cat", name, {
      roles: ["category"],
      attributes: tag === "a" ? { href: `?c=${index}` } : { type: "button" },
    }),
  );
  structure.push(`categories-${tag}`);
  const heading = dice.chance(0.4) ? [part("h2", "grouphead", dice.one(words.groups))] : [];
  const list = dice.chance(0.6)
    ? part(
        "ul",
        "cats",
        made.map((one) => part("li", undefined, [one])),
      )
    : part("div", "cats", made);
  return part(dice.one(["aside", "div", "nav"]), "side", [...heading, list]);
}

/** Services in what folds: categories are what one opens. */
function foldedOf(made: Made): Part[] {
  const { dice, words, structure } = made;
  const make = tileMaker(made);
  const native = dice.chance(0.5);
  structure.push(native ? "details" : "expanding buttons");
  let next = 0;
  return someOf(dice, words.groups, dice.whole(3, 4)).map((name, index) => {
    const tiles = Array.from({ length: dice.whole(3, 4) }, () => {
      const at = next++;
      return make(words.services[at % words.services.length] as [string, string], at);
    });
    const grid = part(tiles[0]?.tag === "li" ? "ul" : "div", "grid", tiles, { roles: ["tiles"] });
    return native
      ? part("details", "fold", [part("summary", "foldhead", name, { roles: ["category"] }), grid], {
          attributes: { open: "" },
        })
      : part("div", "fold", [
          part("button", "foldhead", name, {
            roles: ["category"],
            attributes: { type: "button", "aria-expanded": index === 0 ? "true" : "false" },
          }),
          grid,
        ]);
  });
}

/** A form: sections of questions, each a label with a field, and a bar at its end. */
function formOf(made: Made, count: number, single = false): Part[] {
  const { dice, words, structure } = made;
  const sections = single ? 0 : dice.one([0, 1, 2, 3]);
  const shape = dice.one(["div", "p", "li", "dl", "tr"]);
  const section = dice.one(["fieldset", "section", "div"]);
  const labelled = dice.one(["for", "for", "around", "beside"]);
  structure.push(`sections-${sections}`, `question-${shape}`, `section-${section}`, `label-${labelled}`);
  const names = someOf(dice, words.questions, count);
  let next = 0;
  const hasBox = dice.chance(0.4);
  const question = (name: string): Part => {
    const index = next++;
    const id = `f${dice.whole(100, 999)}${index}`;
    const field = (more: Record<string, string> = {}): Record<string, string> => ({
      name: `q${index}`,
      ...(labelled === "for" ? { id } : {}),
      ...more,
    });
    const input: { roles: Role[] } = { roles: ["answer-input"] };
    const kind =
      index === 0 ? "text" : dice.one(["text", "text", "textarea", "select", "date", "radio", "file", "check"]);
    const fields: Part[] =
      kind === "textarea"
        ? [part("textarea", "field", [], { ...input, attributes: field({ rows: "3" }) })]
        : kind === "select"
          ? [
              part(
                "select",
                "field",
                words.options.slice(0, 3).map((text) => part("option", undefined, text)),
                { ...input, attributes: field() },
              ),
            ]
          : kind === "radio" || kind === "check"
            ? words.options.slice(0, dice.whole(2, 3)).map((text) =>
                part("label", "option", [
                  part("input", undefined, [], {
                    ...input,
                    attributes: { type: kind === "radio" ? "radio" : "checkbox", name: `q${index}` },
                  }),
                  text,
                ]),
              )
            : [part("input", "field", [], { ...input, attributes: field({ type: kind }) })];
    const many = fields.length > 1;
    const label =
      labelled === "for" && !many
        ? part("label", "label", name, { attributes: { for: id } })
        : labelled === "around" && !many
          ? part("label", "label", [name, " ", ...fields])
          : part(shape === "p" ? "span" : dice.one(["span", "div"]), "label", name);
    const answer = labelled === "around" && !many ? [] : fields;
    const hint = dice.chance(0.2) ? [part(shape === "p" ? "span" : "div", "hint", dice.one(words.hints))] : [];
    const role: { roles: Role[] } = { roles: ["question"] };
    switch (shape) {
      case "dl":
        return part("div", "question", [part("dt", "plain", [label]), part("dd", "plain", [...answer, ...hint])], role);
      case "tr":
        return part(
          "tr",
          "plain",
          [part("td", "tablecell", [label]), part("td", "tablecell", [...answer, ...hint])],
          role,
        );
      default: {
        const inner =
          hasBox && shape !== "p" ? [label, part("div", "plain", [...answer, ...hint])] : [label, ...answer, ...hint];
        return part(shape, "question", inner, role);
      }
    }
  };
  const around = (questions: Part[], roles: Role[] = []): Part[] => {
    switch (shape) {
      case "li":
        return [part(dice.one(["ul", "ol"]), "plain", questions, { roles })];
      case "dl":
        return [part("dl", "plain", questions, { roles })];
      case "tr":
        return [part("table", "plain", [part("tbody", undefined, questions)], { roles })];
      default:
        return roles.length > 0 ? [part("div", "plain", questions, { roles })] : questions;
    }
  };
  const per = Math.ceil(names.length / Math.max(1, sections));
  const body =
    sections === 0
      ? around(names.map(question))
      : Array.from({ length: sections }, (_, index) => names.slice(index * per, (index + 1) * per))
          .filter((some) => some.length > 0)
          .map((some, index) =>
            part(
              section,
              "section",
              [
                part(
                  section === "fieldset" ? "legend" : dice.one(["h2", "h3", "div"]),
                  "sectionhead",
                  words.sections[index] as string,
                ),
                ...around(some.map(question)),
              ],
              { roles: ["form-section"] },
            ),
          );
  const send = part(dice.one(["button", "button", "input"]), "main", [], {
    roles: ["primary-action"],
    attributes: { type: "submit" },
  });
  const text = dice.one(words.send);
  if (send.tag === "input") send.attributes = { type: "submit", value: text };
  else send.children = [text];
  const others = dice.chance(0.6)
    ? [part(dice.one(["button", "a"]), "other", dice.one(words.back), { attributes: {} })]
    : [];
  for (const other of others) other.attributes = other.tag === "a" ? { href: "/back" } : { type: "button" };
  const bar = part(
    dice.one(["div", "p", "footer"]),
    "actions",
    dice.chance(0.7) ? [send, ...others] : [...others, send],
    { roles: ["action-bar"] },
  );
  const heading = part(dice.one(["h1", "h2"]), "formtitle", dice.one(words.forms));
  const step = single && dice.chance(0.6) ? [part("p", "step", words.step)] : [];
  const form = part("form", "plain", [...body, bar], { attributes: { method: "post", action: "/send" } });
  return dice.chance(0.8)
    ? [heading, ...step, form]
    : [part("form", "plain", [heading, ...step, ...body, bar], { attributes: { method: "post", action: "/send" } })];
}

/** One's own requests with the status of each. */
function requestsOf({ dice, words, structure }: Made, alone: boolean): Part[] {
  const kind = dice.one(["table", "list", "cards", "rows"]);
  structure.push(`requests-${kind}`);
  const dated = dice.one(["time", "span"]);
  const numbered = dice.chance(0.5);
  const statusTag = dice.one(["span", "b", "em", "mark", "div"]);
  const count = alone ? dice.whole(4, 9) : dice.whole(3, 5);
  const heading = part(dice.one(["h1", "h2"]), "grouphead", dice.one(words.mine));
  const state = (): Part => part(statusTag, "status", dice.one(words.states), { roles: ["status"] });
  const day = (index: number): string => dice.one([`0${(index % 8) + 1}/11/2026`, `2026-11-1${index % 9}`]);
  const order = dice.shuffled([0, 1, 2]);
  const item = (tag: string, key: string, index: number, cell: (child: Part) => Part): Part => {
    const title = part("a", "plain", words.tickets[index % words.tickets.length] as string, {
      attributes: { href: `/t/${index}` },
    });
    const parts = [title, state(), part(dated, "number", day(index))];
    return part(
      tag,
      key,
      [...(numbered ? [part("span", "number", `#${2000 + index}`)] : []), ...order.map((at) => parts[at] as Part)].map(
        cell,
      ),
      { roles: ["ticket-card"] },
    );
  };
  const same = (child: Part): Part => child;
  const items = Array.from({ length: count }, (_, index) =>
    kind === "table"
      ? item("tr", "tablerow", index, (child) => part("td", "tablecell", [child]))
      : item(kind === "list" ? "li" : "div", kind === "cards" ? "ticketcard" : "ticket", index, same),
  );
  const roles: Role[] = ["ticket-list"];
  const head = [
    ...(numbered ? ["#"] : []),
    ...order.map((at) => [words.questions[0], words.states[0], words.questions[4]][at] as string),
  ];
  const list =
    kind === "table"
      ? part(
          "table",
          "tickets",
          [
            ...(dice.chance(0.8)
              ? [
                  part("thead", undefined, [
                    part(
                      "tr",
                      undefined,
                      head.map((text) => part("th", "tablecell", text)),
                    ),
                  ]),
                ]
              : []),
            part("tbody", undefined, items),
          ],
          { roles },
        )
      : part(kind === "list" ? dice.one(["ul", "ol"]) : "div", "tickets", items, { roles });
  const create =
    alone && dice.chance(0.4)
      ? [
          part("p", "plain", [
            part(dice.one(["a", "button"]), "main", dice.one(words.create), {
              roles: ["primary-action"],
              attributes: { href: "/new" },
            }),
          ]),
        ]
      : [];
  return [heading, ...create, list];
}
