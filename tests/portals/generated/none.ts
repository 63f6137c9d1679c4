import { Dice, type Method, type Naming, type Part, part, write } from "./page.ts";
import type { Generated } from "./portal.ts";
import { type Language, languages, someOf, type Words } from "./words.ts";

const pixel = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
export const others = [
  "article",
  "news",
  "shop",
  "sign-in",
  "manual",
  "technician's list",
  "checkout",
  "search results",
  "figures",
  "directory",
  "discussion",
] as const;

/** One page that is no portal's: what else stands on an intranet or the web. */
export function otherPage(seed: number): Generated {
  const dice = new Dice(seed * 104_729 + 71);
  const purpose = dice.one(others);
  const language = dice.one(Object.keys(languages) as Language[]);
  const words = languages[language];
  const naming = dice.one<Naming>(["none", "neutral", "hashed", "telling", "utility"]);
  const method =
    naming === "utility"
      ? "utilities"
      : dice.one<Method>(["classes", "inline", naming === "none" ? "none" : "classes"]);
  const depth = dice.whole(0, 4);
  const menu = part(
    dice.one(["nav", "div"]),
    "links",
    [...words.options, ...words.groups]
      .slice(0, dice.whole(3, 7))
      .map((text, index) => part("a", "link", text, { attributes: { href: `/${index}` } })),
  );
  const body = [
    part(dice.one(["header", "div"]), "bar", [part("span", "brand", words.forms[0] as string), menu]),
    part(dice.one(["main", "div"]), "content", make(dice, words, purpose)),
    part("footer", "foot", [part("p", "plain", dice.one(words.foot))]),
  ];
  const html = write(body, dice, { naming, method, depth, language });
  return { html, seed, kind: { purpose, naming, method, language, depth: String(depth), structure: "" } };
}

const long = (dice: Dice, words: Words, sentences: number): string =>
  Array.from({ length: sentences }, () => `${dice.one(words.services).join(" ")}. ${dice.one(words.lead)}`).join(" ");

function make(dice: Dice, words: Words, purpose: (typeof others)[number]): Part[] {
  const a = (text: string, href = "/x"): Part => part("a", "plain", text, { attributes: { href } });
  const h = (tag: string, text: string): Part => part(tag, "formtitle", text);
  const p = (sentences: number): Part => part("p", "prose", long(dice, words, sentences));
  const search = part(
    "form",
    "searchbox",
    [
      part("input", "searchfield", [], {
        attributes: { type: "search", name: "q", placeholder: words.search[0] as string },
      }),
    ],
    { attributes: { method: "get" } },
  );
  const photo = (): Part =>
    part("img", "photo", [], { attributes: { src: pixel, alt: "", width: "320", height: "160" } });
  const day = (): string => `${dice.whole(1, 28)}/11/2026`;
  const titles = someOf(dice, words.services, dice.whole(5, 9));
  switch (purpose) {
    case "article":
      return [
        part("article", "plain", [
          h("h1", titles[0]?.[0] as string),
          part("time", "number", day()),
          ...Array.from({ length: dice.whole(4, 8) }, () => p(dice.whole(3, 5))),
        ]),
      ];
    case "news":
      return [
        h("h1", words.groups[0] as string),
        part(
          "div",
          "grid",
          titles.map(([name]) =>
            part("article", "tile", [photo(), part("h3", "tiletitle", [a(name)]), part("time", "number", day()), p(1)]),
          ),
        ),
      ];
    case "shop":
      return [
        search,
        h("h1", words.groups[1] as string),
        part(
          "div",
          "grid",
          titles.map(([name]) =>
            part("div", "tile", [
              photo(),
              part("h3", "tiletitle", [a(name)]),
              part("span", "price", `€ ${dice.whole(9, 900)}.00`),
              part("button", "main", "+", { attributes: { type: "button" } }),
            ]),
          ),
        ),
      ];
    case "sign-in":
      return [
        h("h1", words.greeting[0] as string),
        part(
          "form",
          "section",
          [
            part("p", "question", [
              part("label", "label", [
                words.questions[0] as string,
                part("input", "field", [], { attributes: { name: "u" } }),
              ]),
            ]),
            part("p", "question", [
              part("label", "label", [
                words.questions[1] as string,
                part("input", "field", [], { attributes: { type: "password" } }),
              ]),
            ]),
            part("button", "main", words.send[0] as string),
          ],
          { attributes: { method: "post" } },
        ),
      ];
    case "manual":
      return [
        part("div", "columns", [
          part("aside", "side", [
            part(
              "ul",
              "cats",
              Array.from({ length: dice.whole(12, 30) }, (_, index) =>
                part("li", undefined, [a(`${dice.one(words.services)[0]} ${index}`)]),
              ),
            ),
          ]),
          part("div", "grow", [
            h("h1", titles[1]?.[0] as string),
            p(3),
            part("pre", "plain", "npm install x"),
            p(4),
            part("pre", "plain", "x --help"),
            p(3),
          ]),
        ]),
      ];
    case "technician's list":
      return [
        search,
        part("table", "tickets", [
          part("thead", undefined, [
            part(
              "tr",
              undefined,
              ["", "#", ...words.questions.slice(0, 4)].map((text) => part("th", "tablecell", text)),
            ),
          ]),
          part(
            "tbody",
            undefined,
            Array.from({ length: dice.whole(8, 20) }, (_, index) =>
              part("tr", "tablerow", [
                part("td", "tablecell", [
                  part("input", undefined, [], { attributes: { type: "checkbox", name: `m${index}` } }),
                ]),
                part("td", "tablecell", String(4000 + index)),
                part("td", "tablecell", [a(dice.one(words.tickets))]),
                part("td", "tablecell", [part("span", "status", dice.one(words.states))]),
                part("td", "tablecell", day()),
              ]),
            ),
          ),
        ]),
      ];
    case "checkout":
      return [
        h("h1", words.send[0] as string),
        part(
          "form",
          "section",
          [
            ...words.questions
              .slice(0, 4)
              .map((name, index) =>
                part("p", "question", [
                  part("label", "label", name),
                  part("input", "field", [], { attributes: { name: `c${index}` } }),
                ]),
              ),
            part("p", "price", "€ 12.00"),
            part("p", "price", "€ 4.90"),
            part("p", "price", "€ 16.90"),
            part("button", "main", words.send[0] as string),
          ],
          { attributes: { method: "post" } },
        ),
      ];
    case "search results":
      return [
        search,
        part(
          "ol",
          "plain",
          titles.map(([name]) => part("li", "row", [part("h3", "tiletitle", [a(name)]), p(2)])),
        ),
        part(
          "nav",
          "links",
          ["1", "2", "3"].map((text) => part("a", "link", text, { attributes: { href: `?p=${text}` } })),
        ),
      ];
    case "figures":
      return [
        h("h1", words.groups[2] as string),
        part(
          "div",
          "grid",
          titles
            .slice(0, 6)
            .map(([name]) =>
              part("div", "tile", [
                part("strong", "greeting", String(dice.whole(1, 999))),
                part("span", "tiletext", name),
              ]),
            ),
        ),
        part("table", "tickets", [
          part(
            "tr",
            undefined,
            words.questions.slice(0, 4).map((text) => part("th", "tablecell", text)),
          ),
          ...Array.from({ length: 8 }, () =>
            part(
              "tr",
              "tablerow",
              Array.from({ length: 4 }, () => part("td", "tablecell", String(dice.whole(1, 900)))),
            ),
          ),
        ]),
      ];
    case "directory":
      return [
        search,
        h("h1", words.groups[3] as string),
        part(
          "table",
          "tickets",
          Array.from({ length: dice.whole(8, 16) }, (_, index) =>
            part("tr", "tablerow", [
              part("td", "tablecell", [
                a(`${dice.one(["Ana", "Bo", "Cem", "Dara"])} ${dice.one(["Ek", "Fox", "Gil"])}`),
              ]),
              part("td", "tablecell", `+33 4 00 00 00 ${10 + index}`),
              part("td", "tablecell", dice.one(words.groups)),
            ]),
          ),
        ),
      ];
    default:
      return [
        h("h1", titles[2]?.[0] as string),
        ...Array.from({ length: dice.whole(4, 9) }, () =>
          part("div", "ticketcard", [
            part("strong", "plain", dice.one(["Ana", "Bo", "Cem"])),
            part("time", "number", day()),
            p(dice.whole(2, 4)),
          ]),
        ),
        part(
          "form",
          "section",
          [
            part("textarea", "field", [], { attributes: { name: "reply" } }),
            part("button", "main", words.send[0] as string),
          ],
          { attributes: { method: "post" } },
        ),
      ];
  }
}
