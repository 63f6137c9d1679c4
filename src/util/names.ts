import { quoted } from "./escape.ts";
import { type Place, UserError } from "./user-error.ts";

/*
 * The one strict form of each kind of name. Names go into file names, selectors, PHP, SCSS, HTML and onto terminals;
 * they are checked where they are read, and still written by a language's own function (escape.ts).
 */

/** What a kind of name may be. */
export interface NameForm {
  /** "a theme's name". */
  what: string;
  pattern: RegExp;
  /** In words, after "Use". */
  rule: string;
}

/** Names that Windows keeps for devices, whatever the ending: no file can have them. */
const device = `(?:${["con", "prn", "aux", "nul", "com[0-9]", "lpt[0-9]"]
  .map((name) => name.replace(/(?<!\[)[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`))
  .join("|")})`;

const word = (rest: string): RegExp => new RegExp(`^(?!${device}$)[a-z]${rest}{0,39}$`);

/** One part of a path. */
const segment = `(?!${device}(?:\\.|/|$))[A-Za-z0-9_](?:[A-Za-z0-9_-]|\\.(?!\\.|/|$)){0,79}`;

export const forms = {
  /** Shown to people, in any script: letters, marks, digits, symbols, spaces between words. */
  themeName: {
    what: "a theme's name",
    pattern: /^(?=.{1,80}$)[\p{L}\p{N}][\p{L}\p{M}\p{N}\p{So} .,:;!?&+@#°·'’‘“”„«»()_/–—-]*(?<! )$/u,
    rule: "letters, digits, spaces and common punctuation, a letter or digit first, at most 80 characters",
  },
  /** A sentence for people: whatever can be seen, on one line. */
  sentence: {
    what: "a description",
    pattern: /^(?=.{1,300}$)[^\p{C}\p{Zl}\p{Zp}]+$/u,
    rule: "one line of at most 300 characters, none of them invisible",
  },
  /** GLPI takes any name; what cannot be seen cannot be told from another. */
  profile: {
    what: "a profile's name",
    pattern: /^(?=.{1,255}$)[^\p{C}\p{Zl}\p{Zp}]+$/u,
    rule: "one line of at most 255 characters, none of them invisible",
  },
  /** With those above it: "Root entity > Lyon > Support". */
  entity: {
    what: "an entity's full name",
    pattern: /^(?=.{1,4000}$)[^\p{C}\p{Zl}\p{Zp}]+$/u,
    rule: "one line of at most 4,000 characters, none of them invisible",
  },
  /** GLPI's key of a palette, and the palette's file name. */
  key: {
    what: "a key",
    pattern: word("[a-z0-9_]"),
    rule: "small letters, digits and underscores, a letter first, at most 40: GLPI makes a file name of it",
  },
  /** A portal: the plugin's key where it is a plugin's, and part of file names. */
  portal: {
    what: "a portal's key",
    pattern: word("[a-z0-9_-]"),
    rule: "small letters, digits, hyphens and underscores, a letter first, at most 40, such as userportal",
  },
  /** A theme's module: a folder or a style sheet right below it. */
  module: {
    what: "a module",
    pattern: word("[a-z0-9_-]"),
    rule: "the name of a folder of the theme: small letters, digits and hyphens",
  },
  /** A file or folder below a folder, with forward slashes. */
  below: {
    what: "a path below the theme",
    pattern: new RegExp(`^(?=.{1,200}$)${segment}(?:/${segment})*/?$`),
    rule: "a path below the folder, with forward slashes and without .. in it",
  },
  /** A widget, a variant or a state of one. */
  widget: {
    what: "a widget's name",
    pattern: new RegExp(`^(?!${device}$)[A-Za-z0-9][A-Za-z0-9_-]{0,59}$`),
    rule: "letters, digits and hyphens, at most 60",
  },
  /** A page in a list, and in the reports made of it. */
  page: {
    what: "a page's id",
    pattern: /^(?=.{1,200}$)[^\p{C}\p{Zl}\p{Zp}]+$/u,
    rule: "one line of at most 200 characters, none of them invisible",
  },
  /** A user in a list of pages. */
  user: {
    what: "a user's name in a list of pages",
    pattern: /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._@-]{0,79}$/u,
    rule: "letters, digits, dots and hyphens",
  },
} as const satisfies Record<string, NameForm>;

/** Whether a text is such a name. */
export function isName(text: unknown, form: NameForm): text is string {
  return typeof text === "string" && form.pattern.test(text);
}

/**
 * The text, which is such a name.
 * @throws {UserError} when it is not
 */
export function checkName(text: string, form: NameForm, place?: Place): string {
  if (isName(text, form)) return text;
  throw new UserError(`${quoted(text)} cannot be ${form.what}`, `Use ${form.rule}`, place);
}
