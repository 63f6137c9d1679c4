/** What no browser would take, and what tests/unit/theme-css.test.ts need not say again. */
export default {
  rules: {
    "at-rule-no-unknown": true,
    "block-no-empty": true,
    "color-no-invalid-hex": true,
    "custom-property-no-missing-var-function": true,
    "declaration-block-no-duplicate-custom-properties": true,
    "declaration-block-no-duplicate-properties": [true, { ignore: ["consecutive-duplicates-with-different-values"] }],
    "declaration-block-no-shorthand-property-overrides": true,
    "font-family-no-duplicate-names": true,
    "function-calc-no-unspaced-operator": true,
    "media-feature-name-no-unknown": true,
    "no-invalid-double-slash-comments": true,
    "no-invalid-position-at-import-rule": true,
    "property-no-unknown": [true, { ignoreProperties: ["interactivity"] }],
    "selector-anb-no-unmatchable": true,
    "selector-max-id": 0,
    // `:role()` is the portals' own, bound by src/build/roles.ts; `:plain` is src/build/plain.ts's.
    "selector-pseudo-class-no-unknown": [true, { ignorePseudoClasses: ["role", "plain"] }],
    "selector-pseudo-element-no-unknown": [true, { ignorePseudoElements: ["picker", "picker-icon", "checkmark"] }],
    "string-no-newline": true,
    "unit-no-unknown": true,
  },
};
