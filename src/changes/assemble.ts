import { createHash } from "node:crypto";
import { UserError } from "../util/user-error.ts";
import type { Acceptance } from "./accepted.ts";
import { farther } from "./distance.ts";
import { describeLoss } from "./losses.ts";
import {
  byName,
  type Change,
  type FoundChange,
  type Judgement,
  nameOf,
  type Part,
  type Results,
  type Shown,
} from "./results.ts";
import type { Sizes } from "./side.ts";
import { describeUnseen } from "./unseen.ts";

/** What a change may cost at most, unless somebody accepts it with a reason. */
export const bars = {
  /** How much longer an artefact may become, a share; a new theme's first build has nothing to grow from. */
  growth: 0.05,
  /** GLPI's column for an entity's CSS, bytes. */
  entity: 65_535,
  /** How many more selectors may be held against elements, a share. */
  cost: 0.1,
} as const;

/** How much worse than accepted a change may be found, a factor. */
const leeway = 1.1;

/** Everything there is to show: results.json is `results`, the report adds the pictures. */
export interface Assembled {
  results: Results;
  /** In the order of `results.changed`. */
  shown: Shown[];
  theme: string;
  browser: string;
  /** Accepted changes that are no more. */
  stale: Acceptance[];
  /** Changed rules of which nothing shows what they do, accepted or not. */
  unseen: WholeFailure[];
}

/**
 * One result of all parts: whole runs have one part, shards several. The verdict is spoken here and nowhere else, so
 * that it is the same however the work was shared.
 * @param acceptances those that came with the change, not those that the base has already
 * @throws {UserError} when a part is missing or belongs to another run
 */
export function assemble(parts: Part[], acceptances: Acceptance[] = []): Assembled {
  const [first] = parts;
  if (!first)
    throw new UserError("there are no parts to merge", "Run fenetre visual --against <revision> --shard 1/2 first");
  const { of } = first.shard;
  for (const part of parts) {
    if (part.sides !== first.sides || part.base.commit !== first.base.commit || part.shard.of !== of)
      throw new UserError(
        `part ${part.shard.index} of ${part.shard.of} belongs to another run`,
        "Merge parts of one base and one working tree, or run them anew",
      );
  }
  for (let index = 1; index <= of; index++) {
    const count = parts.filter(({ shard }) => shard.index === index).length;
    if (count !== 1)
      throw new UserError(
        count === 0 ? `part ${index} of ${of} is missing` : `part ${index} of ${of} is there ${count} times`,
        `Run it: fenetre visual --against ${first.base.revision} --shard ${index}/${of}`,
      );
  }
  const main = parts.find(({ shard }) => shard.index === 1) as Part;
  const ordered = parts.flatMap(({ changes }) => changes).sort(byName);
  const noBase = main.base.error !== undefined;
  const used = new Set<Acceptance>();
  const accept = (key: string, amount: number): string | undefined => {
    const found = acceptances.find(
      // Another machine's fonts may move a few pixels more.
      (one) => one.key === key && one.rules === fingerprint(key, main, ordered) && amount <= one.amount * leeway,
    );
    if (found) used.add(found);
    return found?.why;
  };

  const judged = judgedCauses(ordered);
  const changed = ordered.map(({ shown: _, ...change }): Change => {
    const failures = failuresOf(change, noBase, judged);
    if (failures.length > 0) {
      const why = accept(nameOf(change), amountOf(change));
      return why === undefined
        ? { ...change, failures, status: "fails" }
        : { ...change, failures: [], status: "excused", reason: why };
    }
    const reason = change.after?.reason;
    return reason === undefined
      ? { ...change, failures, status: "passes" }
      : { ...change, failures, status: "excused", reason };
  });
  const bytes = bytesOf(main.sizes.before, main.sizes.after);
  const unseen = unseenFailures(parts, changed);
  const failures = [...unseen, ...wholeFailures(bytes, main.cost)].flatMap(({ key, amount, text }) =>
    accept(key, amount) === undefined ? [text] : [],
  );
  const stale = acceptances.filter((one) => !used.has(one));
  failures.push(
    ...stale.map(
      ({ key, why }) =>
        `${key} was accepted ("${why}"), but this change no longer occurs: delete the entry in the file of accepted changes`,
    ),
  );
  const results: Results = {
    base: main.base,
    changed,
    unchanged: parts.reduce((total, part) => total + part.unchanged, 0),
    unreached: parts.reduce((total, part) => total + part.unreached, 0),
    pass: failures.length === 0 && changed.every(({ status }) => status !== "fails"),
    failures,
    causes: main.causes,
    bytes,
    cost: main.cost,
    added: main.added,
    removed: main.removed,
    renamed: main.renamed,
    notes: [...new Set(parts.flatMap(({ notes }) => notes))],
  };
  return { results, shown: ordered.map(({ shown }) => shown), theme: main.theme, browser: main.browser, stale, unseen };
}

/** What fails, before anything is accepted: key, amount and sentence of each. */
export function open(assembled: Assembled): { key: string; amount: number; text: string }[] {
  const { changed, bytes, cost } = assembled.results;
  return [
    ...changed
      .filter(({ status }) => status === "fails")
      .map((change) => ({ key: nameOf(change), amount: amountOf(change), text: change.failures.join("; ") })),
    ...[...assembled.unseen, ...wholeFailures(bytes, cost)].filter(({ text }) =>
      assembled.results.failures.includes(text),
    ),
  ];
}

/** Causes that move a figure of some state that native says something to: what else they move follows from that. */
function judgedCauses(changes: FoundChange[]): Set<string> {
  const told = ({ mismatch, maxDeltaE, boxError, sums, failures }: Judgement): string =>
    JSON.stringify([mismatch, maxDeltaE, boxError, sums, failures]);
  return new Set(
    changes.flatMap(({ before, after, causes }) => (after && (!before || told(before) !== told(after)) ? causes : [])),
  );
}

function failuresOf(change: FoundChange, noBase: boolean, judged: Set<string>): string[] {
  const failures = [...againstNative(change)];
  // Whatever else is looked at here came with it, and nobody can say what was.
  if (noBase) return failures;
  for (const loss of change.losses) if (loss.fails) failures.push(describeLoss(loss));
  if (change.kind === "page" && change.causes.length === 0) failures.push("changes, and no changed rule explains it");
  if (failures.length === 0 && isUnjudged(change, judged))
    failures.push("looks otherwise, and nothing native says how it should: accept it with a reason if it is meant");
  return failures;
}

/**
 * Whether a change comes from rules of which no figure of ours says whether they are right: a page's, or a state's when
 * none of any gate moved, as when a glyph becomes another.
 */
function isUnjudged({ pixels, causes, new: isNew }: FoundChange, judged: Set<string>): boolean {
  return !isNew && pixels !== null && causes.length > 0 && !causes.some((id) => judged.has(id));
}

/** Comparisons of one state that failures name, at most. */
const named = 3;

/**
 * What native says to a change: a state must pass every gate that it passed, and must not fail worse what it failed.
 * What failed before and did not get worse is no matter of this change.
 */
function againstNative({ before, after, new: isNew }: FoundChange): string[] {
  if (!after) return [];
  const keyOf = ({ gate, part, where }: Judgement["failures"][number]): string => `${gate} ${part} ${where}`;
  const known = new Set(isNew ? [] : before?.failures.map(keyOf));
  const fresh = after.failures.filter((failure) => !known.has(keyOf(failure)));
  const told = (list: Judgement["failures"]): string => {
    const some = list
      .slice(0, named)
      .map(({ gate, part, expected, got }) => `${gate}: ${part} ${expected}, got ${got}`);
    return [...some, ...(list.length > named ? [`and ${list.length - named} more`] : [])].join("; ");
  };
  if (!after.pass && (isNew || !before || before.pass)) return [`is not native: ${told(after.failures)}`];
  // A stated reason excuses what it was stated for, and nothing that comes on top.
  if (before && after.failures.length > 0 && farther(before, after))
    return [`is farther from native: ${told(fresh.length > 0 ? fresh : after.failures)}`];
  return [];
}

/** How bad it is: an acceptance holds as long as it gets no worse. */
function amountOf({ after, losses }: Pick<Change, "after" | "losses">): number {
  const lost = losses.reduce((total, { count, fails }) => total + (fails ? count : 0), 0);
  return (after ? after.sums.epx + after.sums.deltaE + after.sums.pixels + after.failures.length : 0) + lost;
}

function bytesOf(before: Sizes | null, after: Sizes | null): Results["bytes"] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
  return names.map((artefact) => ({
    artefact,
    before: before?.[artefact] ?? null,
    after: after?.[artefact] ?? null,
  }));
}

/** What fails of the whole: what acceptances name, how bad it is, and a sentence. */
export interface WholeFailure {
  key: string;
  amount: number;
  text: string;
}

/** Changed rules that no part has an element for, or of which no picture can show anything and none does. */
function unseenFailures(parts: Part[], changed: Change[]): WholeFailure[] {
  const shown = new Set(changed.flatMap(({ causes }) => causes));
  return (parts[0]?.causes ?? []).flatMap((cause): WholeFailure[] => {
    if (shown.has(cause.id)) return [];
    const nowhere = parts.every(({ unreachedCauses }) => unreachedCauses.includes(cause.id));
    if (!nowhere && !parts[0]?.unpicturedCauses.includes(cause.id)) return [];
    const text = describeUnseen(cause, nowhere ? "unreached" : "unpictured");
    // Where it stands may shift by other edits.
    return [{ key: `unseen ${cause.id.replace(/:\d+ /, " ")}`, amount: 1, text }];
  });
}

function wholeFailures(bytes: Results["bytes"], cost: Results["cost"]): WholeFailure[] {
  const found: WholeFailure[] = [];
  for (const { artefact, before, after } of bytes) {
    if (after === null) continue;
    const grown = before !== null && after > before * (1 + bars.growth);
    const full = artefact.startsWith("entity/") && after > bars.entity;
    if (!grown && !full) continue;
    const limit = full ? bars.entity : Math.floor((before as number) * (1 + bars.growth));
    found.push({ key: `bytes ${artefact}`, amount: after, text: `${artefact} has ${after} bytes, at most ${limit}` });
  }
  if (cost && cost.before > 0 && cost.after > cost.before * (1 + bars.cost))
    found.push({
      key: "cost",
      amount: cost.after,
      text: `${cost.after} selectors are held against elements, ${cost.before} before: more than ${bars.cost * 100} % more`,
    });
  return found;
}

/** The causes that a key's change comes from, as text: the same on every machine, unlike pixels. */
export function fingerprint(
  key: string,
  { causes }: Pick<Part, "causes">,
  changes: Pick<Change, "kind" | "id" | "state" | "mode" | "host" | "causes">[],
): string {
  const own = changes.find((change) => nameOf(change) === key);
  const ids = own ? new Set(own.causes) : undefined;
  const told = causes
    .filter(({ id }) => ids?.has(id) ?? true)
    // Where it stands may shift by other edits.
    .map(({ kind, within, before, after }) => [kind, within, before, after]);
  return createHash("sha256").update(JSON.stringify(told)).digest("hex").slice(0, 16);
}
