import type { AtRule, ChildNode, Declaration, Root, Rule } from "postcss";
import parser from "postcss-selector-parser";
import values from "postcss-value-parser";
import { isKeyframe } from "../build/nodes.ts";

/** CSS system colours by their custom property in the page: what a contrast theme of Windows sets. */
export const systemColours: Record<string, string> = {
  canvas: "--contrast-canvas",
  canvastext: "--contrast-canvas-text",
  linktext: "--contrast-link-text",
  visitedtext: "--contrast-link-text",
  activetext: "--contrast-link-text",
  graytext: "--contrast-gray-text",
  highlight: "--contrast-highlight",
  highlighttext: "--contrast-highlight-text",
  selecteditem: "--contrast-highlight",
  selecteditemtext: "--contrast-highlight-text",
  accentcolor: "--contrast-highlight",
  accentcolortext: "--contrast-highlight-text",
  buttonface: "--contrast-button-face",
  buttontext: "--contrast-button-text",
  buttonborder: "--contrast-button-text",
  field: "--contrast-canvas",
  fieldtext: "--contrast-canvas-text",
};

/** Properties of the page that the browser takes away in forced colours, unless `forced-color-adjust: none`. */
const forced = [
  "--contrast-shadow",
  "--contrast-colour",
  "--contrast-background",
  "--contrast-border",
  "--contrast-image",
];

const on = ":where(.fenetre-root[data-contrast])";
const off = ":where(.fenetre-root:not([data-contrast]))";

/**
 * Forced colours without a contrast theme of Windows: `@media (forced-colors: active)` applies where the page's root
 * carries `data-contrast`, and system colours are what custom properties say. `:where()` weighs nothing, so the
 * cascade stays the one that Windows would get. Expects flat rules; changes the root in place.
 */
export function emulateForcedColours(root: Root): Root {
  root.walkAtRules("media", (media) => {
    const condition = /\s*(not\s+)?\(\s*forced-colors\s*:\s*(active|none)\s*\)\s*/i.exec(media.params);
    if (!condition || media.params.includes(",")) return;
    const active = (condition[2]?.toLowerCase() === "active") !== Boolean(condition[1]);
    media.walkRules((rule) => gate(rule, active ? on : off));
    const rest = media.params
      .replace(condition[0], " ")
      .replace(/^\s*and\s+|\s+and\s*$/g, "")
      .replace(/\s+and\s+and\s+/, " and ")
      .trim();
    if (rest === "" || /^(all|screen)$/i.test(rest)) unwrap(media);
    else media.params = rest;
  });
  root.walkRules((rule) => {
    if (!isKeyframe(rule)) withoutGradients(rule);
  });
  root.walkDecls((decl) => {
    decl.value = withSystemColours(decl.value);
    if (/^(border|outline)/.test(decl.prop) && !/radius|image/.test(decl.prop)) {
      decl.value = decl.value.replace(/(?<![\w-])transparent(?![\w-])/g, "var(--contrast-border, transparent)");
    }
    if (/^(box|text)-shadow$/.test(decl.prop) && decl.value !== "none")
      decl.value = `var(--contrast-shadow, ${decl.value})`;
    if (decl.prop === "forced-color-adjust" && decl.value !== "auto") {
      for (const prop of forced) decl.before({ prop, value: "initial" });
    }
  });
  return root;
}

/**
 * What the browser does in forced colours to rules that know nothing of it, as Tabler's: colours give way to system
 * colours, shadows and gradients go. Transparent stays transparent.
 */
export function forceHostColours(root: Root): Root {
  root.walkDecls((decl: Declaration) => {
    const value = decl.value.trim();
    const keeps =
      /^(inherit|initial|unset|revert|transparent|none|currentcolor|0|0 0|rgba\(0, ?0, ?0, ?0\)|#0000)$/i.test(value);
    if (keeps) return;
    const instead = (prop: string): void => void (decl.value = `var(${prop}, ${value})`);
    if (decl.prop === "color" || decl.prop === "-webkit-text-fill-color") instead("--contrast-colour");
    else if (decl.prop === "background-color") instead("--contrast-background");
    else if (decl.prop === "background" && !value.includes("url(")) instead("--contrast-background");
    else if (decl.prop === "background-image" && value.includes("gradient(") && !value.includes("url("))
      instead("--contrast-image");
    else if (/^border(-[a-z]+)*-color$|^outline-color$/.test(decl.prop)) instead("--contrast-border");
    else if (/^(border|outline)(-(top|right|bottom|left|block|inline)(-start|-end)?)?$/.test(decl.prop)) {
      decl.value = value.replace(
        /(#[\da-f]{3,8}|(?:rgba?|hsla?)\([^()]*(?:\([^()]*\)[^()]*)*\)|var\(--[\w-]*color[\w-]*(?:,[^()]*)?\))$/i,
        "var(--contrast-border, $1)",
      );
    }
  });
  return root;
}

function withSystemColours(value: string): string {
  if (!/canvas|text|highlight|button|field|selecteditem|accentcolor/i.test(value)) return value;
  const parsed = values(value);
  let found = false;
  parsed.walk((node) => {
    if (node.type === "function" && node.value.toLowerCase() === "url") return false;
    const prop = node.type === "word" ? systemColours[node.value.toLowerCase()] : undefined;
    if (!prop) return;
    // A fallback keeps real contrast themes working when none is chosen in the page.
    node.value = `var(${prop}, ${node.value})`;
    found = true;
  });
  return found ? parsed.toString() : value;
}

/**
 * Forced colours paint no gradient, whether it stands in the rule or in a token: the same selector says so once more,
 * in contrast only. Images proper stay, as in the browser.
 */
function withoutGradients(rule: Rule): void {
  let paints = false;
  let keeps = false;
  rule.each((node) => {
    if (node.type !== "decl") return;
    if (/^background(-image)?$/.test(node.prop))
      paints = /gradient\(|var\(/.test(node.value) && !node.value.includes("url(");
    if (node.prop === "forced-color-adjust" && node.value !== "auto") keeps = true;
  });
  if (!paints || keeps || rule.selector.includes("data-contrast")) return;
  const companion = rule.clone({ nodes: [] });
  gate(companion, on);
  companion.append({ prop: "background-image", value: "none" });
  rule.after(companion);
}

function gate(rule: Rule, condition: string): void {
  if (isKeyframe(rule)) return;
  rule.selector = parser((selectors) => {
    selectors.each((selector) => {
      const own = selector.nodes.find(
        (node) => node.type !== "combinator" && /^(:root|html)$/.test(String(node).trim()),
      );
      if (own && selector.index(own) === 0) {
        selector.insertAfter(own as never, parser.pseudo({ value: condition }) as never);
        return;
      }
      if (selector.first) selector.first.spaces.before = "";
      selector.prepend(parser.combinator({ value: " " }) as never);
      selector.prepend(parser.pseudo({ value: condition }) as never);
    });
  }).processSync(rule.selector);
}

function unwrap(media: AtRule): void {
  media.replaceWith(...((media.nodes ?? []) as ChildNode[]));
}
