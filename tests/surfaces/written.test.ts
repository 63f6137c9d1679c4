import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LaunchedBrowser, launchBrowser } from "../../src/visual/browser.ts";
import { type Mode, openFragment } from "../helpers/fragment.ts";
import { illegible } from "../helpers/legibility.ts";

/* Colours that people and plugins write by hand: a half of a pair never changes alone. */

let launched: LaunchedBrowser;
beforeAll(async () => {
  launched = await launchBrowser();
});
afterAll(() => launched.close());

const words = "Legible words";
/** Text in a colour, as mails and the editor write it. */
const texts = [
  "#000",
  "#000000",
  "black",
  "#fff",
  "#ffffff",
  "rgb(255, 255, 255)",
  "white",
  "#1f497d",
  "#c00000",
  "navy",
  "#f1c40f",
  "#2dc26b",
  "#bfedd2",
  "#7e8c8d",
  "#e03e2d",
  "rgb(0, 0, 0)",
  "#00ff00",
  "#777",
];
/** Grounds whose text is left to the page. */
const grounds = [
  "#fff",
  "white",
  "#ffff00",
  "#92d050",
  "#bfedd2",
  "#f8cac6",
  "#ecf0f1",
  "#2dc26b",
  "#f1c40f",
  "#ba372a",
  "#843fa1",
  "#236fa1",
  "#34495e",
  "#000000",
];
/** Both halves: legible as their author chose them. */
const both = [
  "background-color: #ff0000; color: #000",
  "background-color: #c00000; color: #ffffff",
  "color:#fff;background:#34495e",
  "background: white; color: black",
  "color: rgb(255, 255, 255); background-color: rgb(0, 0, 0)",
  "background: #000080; color: #ffff00",
];
const sample = (tag: string, style: string): string => `<${tag} class="sample" style="${style}">${words}</${tag}>`;
const inText = (html: string): string => `<div class="rich_text_container"><p>${html}</p></div>`;
const cell = (style: string, table = "table"): string =>
  `<table class="${table}"><tbody><tr class="tab_bg_1"><td class="sample" style="${style}">${words}</td></tr></tbody></table>`;

const users: string[] = [
  ...texts.flatMap((colour) => [
    inText(sample("span", `color: ${colour}`)),
    inText(`<font color="${colour}"><b class="sample">${words}</b></font>`),
  ]),
  ...grounds.flatMap((ground) => [
    inText(sample("span", `background-color: ${ground}`)),
    `<div class="rich_text_container"><table border="1"><tbody><tr><td class="sample" style="background-color: ${ground}">${words}</td></tr></tbody></table></div>`,
  ]),
  ...both.flatMap((style) => [
    inText(sample("span", style)),
    `<div class="rich_text_container"><table>${`<tr><td class="sample" style="${style}">${words}</td></tr>`}</table></div>`,
  ]),
  `<div class="rich_text_container"><table><tr><td class="sample" bgcolor="#ffff00">${words}</td></tr></table></div>`,
];
const plugins: string[] = [
  ...["mediumaquamarine", "lightsalmon", "silver", "teal", "#ffcece", "#000080", "yellow", "#00ff00"].flatMap(
    (ground) => [
      cell(`background: ${ground}`),
      cell(`background-color: ${ground}`, "tab_cadre"),
      `<div style="background-color: ${ground}"><i class="sample">${words}</i></div>`,
    ],
  ),
  ...both.map((style) => cell(style, "tab_cadre_fixe")),
  `<table class="table"><tr><td style="background-color: #c00000"><b class="sample" style="color: #fff">${words}</b></td></tr></table>`,
  `<div style="background-color: #00305e"><b class="sample text-white">${words}</b></div>`,
  ...["#000", "#fff", "red", "blue", "#777", "yellow", "green"].map(
    (colour) => `<p><span style="color: ${colour}"><b class="sample">${words}</b></span></p>`,
  ),
  `<div class="sample alert bg-white" style="color: var(--tblr-dark) !important">${words}</div>`,
  `<div class="sample alert bg-red" style="color: #fff !important">${words}</div>`,
  `<div class="sample alert bg-orange" style="color: var(--tblr-dark) !important">${words}</div>`,
  `<div class="alert bg-dark" style="color: #fff !important"><a class="sample" href="#">${words}</a></div>`,
];

test.each(["light", "dark", "contrast"] as const)(
  "what somebody wrote in a colour of their own is legible in %s",
  { timeout: 120_000 },
  async (mode) => {
    expect(await illegible(launched.browser, [...users, ...plugins], "10", mode)).toEqual([]);
  },
);

describe.each(["light", "dark"] as const)("in %s", (mode: Mode) => {
  test("users' colours are kept, and the borders that a table asks for", async () => {
    const page = await openFragment(
      launched.browser,
      `<div class="rich_text_container"><table border="1"><tbody><tr><td id="late" style="background-color: #ff0000; color: #ffffff">late</td><td id="plain">plain</td></tr></tbody></table></div>`,
      { mode },
    );
    const seen = await page.evaluate(() => {
      const { color, backgroundColor, backgroundImage } = getComputedStyle(document.querySelector("#late") as Element);
      const { borderTopWidth, borderTopStyle } = getComputedStyle(document.querySelector("#plain") as Element);
      return { color, backgroundColor, backgroundImage, border: `${borderTopWidth} ${borderTopStyle}` };
    });
    await page.close();
    expect(seen).toEqual({
      color: "rgb(255, 255, 255)",
      backgroundColor: "rgb(255, 0, 0)",
      backgroundImage: "none",
      border: "1px solid",
    });
  });

  test("an announcement keeps its symbol, a severity's own gives way to ours", async () => {
    const alert = (classes: string, icon: string): string =>
      `<div class="alert ${classes}"><div class="d-flex"><i class="ti ${icon} me-2"></i><div>Words</div></div></div>`;
    const cases: [string, string, "theirs" | "ours"][] = [
      ["bg-white", "ti-settings", "theirs"],
      ["bg-red", "ti-alert-octagon", "theirs"],
      ["alert-info", "ti-settings", "theirs"],
      ["alert-danger", "ti-alert-octagon", "theirs"],
      ["alert-info", "ti-alert-triangle", "theirs"],
      ["alert-info", "ti-info-circle", "ours"],
      ["alert-warning", "ti-alert-triangle", "ours"],
      ["alert-success", "ti-check", "ours"],
    ];
    const page = await openFragment(launched.browser, cases.map(([classes, icon]) => alert(classes, icon)).join(""), {
      mode,
    });
    const seen = await page.evaluate(() =>
      [...document.querySelectorAll("main .alert")].map((one) => {
        const theirs = getComputedStyle(one.querySelector("i") as Element).display !== "none";
        const ours = getComputedStyle(one, "::before").content !== "none";
        return theirs === ours ? `theirs ${theirs}, ours ${ours}` : theirs ? "theirs" : "ours";
      }),
    );
    await page.close();
    expect(seen).toEqual(cases.map(([, , whose]) => whose));
  });
});
