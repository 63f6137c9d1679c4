import type { Root, Rule } from "postcss";
import parser from "postcss-selector-parser";

/** The pseudo-classes a state may force. */
const forcible = new Set([":hover", ":active", ":focus", ":focus-visible", ":focus-within"]);

/** The attribute that forces them: `data-state="hover active"`. */
export const stateAttribute = "data-state";

/**
 * Lets an attribute stand for a pseudo-class: `:hover` becomes `:is(:hover, [data-state~="hover"])`, which weighs the
 * same, so that no rule gains on another, and which still answers to the real pointer. Changes the root in place.
 */
export function addTwins(root: Root): Root {
  root.walkRules((rule: Rule) => {
    if (!/:(hover|active|focus)/.test(rule.selector)) return;
    rule.selector = parser((selectors) => {
      selectors.walkPseudos((pseudo) => {
        if (!forcible.has(pseudo.value) || followsElement(pseudo)) return;
        pseudo.replaceWith(
          parser.pseudo({ value: `:is(${pseudo.value}, [${stateAttribute}~="${pseudo.value.slice(1)}"])` }),
        );
      });
    }).processSync(rule.selector);
  });
  return root;
}

/** After `::part` only pseudo-classes may stand: `:is()` with an attribute would make the whole rule invalid. */
function followsElement(pseudo: parser.Pseudo): boolean {
  for (let node = pseudo.prev(); node && node.type !== "combinator"; node = node.prev()) {
    if (parser.isPseudoElement(node)) return true;
  }
  return false;
}
