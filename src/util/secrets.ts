/*
 * What was given in confidence, and must never come out again: passwords of the environment, of addresses, of lists of
 * pages, what a step types. Messages never hold one in the first place; this is the second lock, at the one place where
 * everything leaves.
 */

/** What stands in a secret's place. */
export const covered = "…";

/** Words that are no secrets, and passwords that GLPI is installed with, which are as known and stand everywhere. */
const known = new Set(["true", "false", "none", "null", "glpi", "tech", "normal", "postonly", "post-only"]);
/** Shorter ones would be found in every other word, characters. */
const shortest = 4;

const secrets = new Set<string>();
let pattern: RegExp | undefined;

/** Environment variables that hold one, by their name. */
const secretName = /PASS|SECRET|TOKEN|CREDENTIAL|COOKIE|API_?KEY/i;

/** Remembers a secret. What is too short to be told from ordinary text is not. */
export function keepSecret(text: string | undefined): void {
  if (text === undefined || text.length < shortest || known.has(text.toLowerCase()) || secrets.has(text)) return;
  for (const form of formsOf(text)) secrets.add(form);
  // The longest first: one form may begin like another.
  const sorted = [...secrets].sort((a, b) => b.length - a.length);
  pattern = new RegExp(sorted.map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
}

/** The ways a text may be written: in an address, a form, JSON, markup, a header. */
function formsOf(text: string): string[] {
  const whole = text.replace(/\p{Cs}/gu, "\ufffd");
  const escaped = whole.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return [
    text,
    encodeURIComponent(whole),
    encodeURI(whole),
    new URLSearchParams({ x: whole }).toString().slice(2),
    JSON.stringify(text).slice(1, -1),
    escaped,
    escaped.replaceAll('"', "&quot;"),
    escaped.replaceAll('"', "&quot;").replaceAll("'", "&#39;"),
    Buffer.from(whole).toString("base64"),
  ];
}

/** A text without the secrets that were given, by hand or by the environment, and without `user:password@` of addresses. */
export function withoutSecrets(text: string): string {
  for (const [name, value] of Object.entries(process.env)) if (secretName.test(name)) keepSecret(value);
  const clean = text.replace(/(\w:\/\/)[^\s/@"'<>]+@/g, `$1${covered}@`);
  return pattern ? clean.replace(pattern, covered) : clean;
}

/** Covers secrets in whatever this process writes to its two outputs. Once is enough. */
export function coverOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    if (isCovered in stream) continue;
    const write = stream.write.bind(stream) as (...parts: unknown[]) => boolean;
    const covering = (chunk: unknown, ...rest: unknown[]): boolean =>
      write(typeof chunk === "string" ? withoutSecrets(chunk) : chunk, ...rest);
    Object.assign(stream, { write: covering, [isCovered]: true });
  }
}

const isCovered = Symbol("covered");

/** The environment without variables that hold a secret, for programs that run what others wrote. */
export const environmentWithoutSecrets = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !secretName.test(name)));

/** For tests: nothing is secret any more. */
export function forgetSecrets(): void {
  secrets.clear();
  pattern = undefined;
}
