import { createHash } from "node:crypto";
import { parse } from "parse5";
import { parseAddress } from "../util/address.ts";
import { UserError } from "../util/user-error.ts";
import { openBraces } from "./braces.ts";
import type { Diagnosis, Finding } from "./finding.ts";

/** Bounds of what is taken from a server that nobody vouches for. */
const bounds = { pageBytes: 4_000_000, sheetBytes: 8_000_000, seconds: 20, sheets: 60, redirects: 5 };

/** One answer, read to its end or to the bound. */
interface Answer {
  url: string;
  status: number;
  headers: Headers;
  body: Uint8Array;
  /** Whether it went on beyond the bound. */
  cut: boolean;
}

/** What the sign-in page says, as far as the checks ask. */
interface SignInPage {
  answer: Answer;
  /** As they stand in the page. */
  sheets: string[];
  /** Texts of `<style>`, with the line each begins in. */
  styles: { text: string; line: number }[];
  /** `data-glpi-theme`, where it is GLPI 11. */
  theme: string | undefined;
  isGlpi: boolean;
}

/**
 * Opens a GLPI's sign-in page as a browser without a session would, with its style sheets, and says which known traps it
 * has fallen into. Nobody signs in, nothing is sent.
 * @param address http or https
 * @throws {UserError} when nothing answers there, or something that is no GLPI
 */
export async function diagnoseAddress(address: string): Promise<Diagnosis> {
  const start = startOf(address);
  const answer = await get(start, bounds.pageBytes);
  const page = readSignInPage(answer);
  const diagnosis: Diagnosis = { subject: start.href, checked: [], findings: [], skipped: [] };
  const check = (name: string, found: Omit<Finding, "check">[]): void => {
    diagnosis.checked.push(name);
    diagnosis.findings.push(...found.map((finding) => ({ check: name, ...finding })));
  };
  check("answers", serverFaults(answer));
  if (answer.status >= 500) return diagnosis;
  if (!page.isGlpi) {
    throw new UserError(
      `${start.href} is no sign-in page of GLPI`,
      "Name the address under which GLPI's own sign-in page opens",
    );
  }
  check("proxy-path", pathFaults(page, start));
  check("policy", policyFaults(page));
  check("entity-css", entityFaults(page));
  const links = page.sheets.slice(0, bounds.sheets);
  if (links.length < page.sheets.length)
    diagnosis.skipped.push(`of ${page.sheets.length} style sheets the first ${bounds.sheets} were looked at`);
  const sheets: Answer[] = [];
  for (const link of links) {
    const url = new URL(link, answer.url);
    // Another host's sheet is not asked for: it is named by the check of paths.
    if (url.origin !== new URL(answer.url).origin) continue;
    try {
      sheets.push(await get(url, bounds.sheetBytes));
    } catch (error) {
      diagnosis.skipped.push(`${url.href} was not looked at: ${(error as Error).message}`);
    }
  }
  check("sheets-arrive", sheets.flatMap(arrivalFaults));
  check("sheets-intact", sheets.flatMap(intactFaults));
  check("sheets-fresh", sheets.flatMap(freshnessFaults));
  check("other-themes", page.sheets.filter(isForeignTheme).map(foreignTheme));
  check("is-it-on", presence(page, sheets));
  return diagnosis;
}

/** As every address that we are given, read without repeating what may be a secret. */
function startOf(address: string): URL {
  const { url: text, user, password } = parseAddress(address, "what is to be examined");
  if (user || password)
    throw new UserError("the address holds a user's name or password", "Leave them out: nobody signs in here");
  const url = new URL(text);
  if (!url.pathname.endsWith("/") && !/\.php$/.test(url.pathname)) url.pathname += "/";
  return url;
}

/** Follows redirects within the same host only; reads no more than the bound. */
async function get(url: URL, maxBytes: number): Promise<Answer> {
  const signal = AbortSignal.timeout(bounds.seconds * 1000);
  let place = url;
  for (let hop = 0; hop <= bounds.redirects; hop++) {
    let response: Response;
    try {
      response = await fetch(place, { redirect: "manual", signal, headers: { "user-agent": "fenetre-doctor" } });
    } catch (error) {
      throw new UserError(`${place.href} does not answer: ${reasonOf(error)}`, "Check the address, and that it is up");
    }
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location) {
      await response.body?.cancel();
      const next = new URL(location, place);
      if (next.host !== place.host) {
        throw new UserError(
          `${place.href} leads to another host, ${next.host}`,
          "Name that address itself, if it is GLPI; a single sign-on's page cannot be examined",
        );
      }
      place = next;
      continue;
    }
    const { body, cut } = await readBounded(response, maxBytes);
    return { url: place.href, status: response.status, headers: response.headers, body, cut };
  }
  throw new UserError(
    `${url.href} leads from page to page without end`,
    "Mend the redirects of the server or its proxy",
  );
}

function reasonOf(error: unknown): string {
  const { name, cause, message } = error as Error & { cause?: { code?: string } };
  return name === "TimeoutError" ? `not within ${bounds.seconds} s` : (cause?.code ?? message);
}

async function readBounded(response: Response, maxBytes: number): Promise<{ body: Uint8Array; cut: boolean }> {
  const parts: Uint8Array[] = [];
  let size = 0;
  if (!response.body) return { body: new Uint8Array(), cut: false };
  try {
    for await (const part of response.body) {
      parts.push(part);
      size += part.length;
      if (size > maxBytes) return { body: Buffer.concat(parts).subarray(0, maxBytes), cut: true };
    }
  } catch (error) {
    throw new UserError(`${response.url} breaks off: ${reasonOf(error)}`, "See what stands before GLPI");
  }
  return { body: Buffer.concat(parts), cut: false };
}

interface Parsed {
  nodeName: string;
  attrs?: { name: string; value: string }[];
  childNodes?: Parsed[];
  value?: string;
  sourceCodeLocation?: { startLine: number } | null;
}

function readSignInPage(answer: Answer): SignInPage {
  const document = parse(new TextDecoder().decode(answer.body), { sourceCodeLocationInfo: true }) as unknown as Parsed;
  const page: SignInPage = { answer, sheets: [], styles: [], theme: undefined, isGlpi: false };
  const pending: Parsed[] = [document];
  for (let node = pending.pop(); node; node = pending.pop()) {
    pending.push(...(node.childNodes ?? []).toReversed());
    const value = (name: string): string | undefined => node.attrs?.find((one) => one.name === name)?.value;
    if (node.nodeName === "html") page.theme = value("data-glpi-theme");
    if (node.nodeName === "link" && /\bstylesheet\b/i.test(value("rel") ?? "") && value("href"))
      page.sheets.push(value("href") as string);
    if (node.nodeName === "style")
      page.styles.push({
        text: (node.childNodes ?? []).map((child) => child.value ?? "").join(""),
        line: node.sourceCodeLocation?.startLine ?? 1,
      });
    if (node.nodeName === "meta" && value("property") === "glpi:csrf_token") page.isGlpi = true;
    if (node.nodeName === "input" && /^(login_name|noAUTO)$/.test(value("name") ?? "")) page.isGlpi = true;
  }
  return page;
}

type Found = Omit<Finding, "check">[];

function serverFaults({ status, url }: Answer): Found {
  if (status < 500) return [];
  return [
    {
      level: "error",
      what: `GLPI answers ${status}`,
      place: url,
      remedy:
        "On GLPI 11 look for a .css file in files/_themes, which does this to every page; else read files/_log/php-errors.log",
    },
  ];
}

/** Addresses in the page that do not lead where the page itself came from. */
function pathFaults({ sheets, answer }: SignInPage, start: URL): Found {
  const origin = new URL(answer.url);
  const base = start.pathname.replace(/[^/]*$/, "");
  return sheets.flatMap((link): Found => {
    const url = new URL(link, answer.url);
    if (origin.protocol === "https:" && url.protocol === "http:") {
      return [
        {
          level: "error",
          what: "the page comes by https and links a style sheet by http, which browsers refuse",
          place: url.href,
          remedy: "Let the proxy send X-Forwarded-Proto, and set GLPI's own address to https (Setup > General)",
        },
      ];
    }
    if (url.host !== origin.host) {
      return [
        {
          level: "warning",
          what: `a style sheet comes from another host, ${url.host}`,
          place: url.href,
          remedy: "Set GLPI's own address (Setup > General) to the one that people open",
        },
      ];
    }
    if (!url.pathname.startsWith(base)) {
      return [
        {
          level: "error",
          what: `GLPI is opened under ${base} and links a style sheet outside of it`,
          place: url.href,
          remedy: `Let the proxy keep ${base} in what it asks GLPI for: GLPI takes its path from the request alone, whatever Setup > General says`,
        },
      ];
    }
    return [];
  });
}

/** A content security policy that forbids what a theme needs. */
function policyFaults({ answer }: SignInPage): Found {
  const policy = answer.headers.get("content-security-policy");
  if (!policy) return [];
  const sources = (name: string): string[] | undefined => {
    const directive = policy
      .split(";")
      .map((part) => part.trim().split(/\s+/))
      .find(([key]) => key?.toLowerCase() === name);
    return directive?.slice(1).map((source) => source.toLowerCase());
  };
  const styles = sources("style-src") ?? sources("default-src");
  const fonts = sources("font-src") ?? sources("default-src");
  const place = `${answer.url} (Content-Security-Policy)`;
  const found: Found = [];
  if (styles && !styles.includes("'unsafe-inline'") && !styles.some((source) => source.startsWith("'sha"))) {
    found.push({
      level: "error",
      what: "the policy forbids styles within the page, so entity CSS does nothing and GLPI itself looks broken in places",
      place,
      remedy: "Add 'unsafe-inline' to style-src, or use the plugin",
    });
  }
  if (styles && !styles.some((source) => source === "'self'" || source === "*")) {
    found.push({
      level: "error",
      what: "the policy forbids style sheets of GLPI's own host",
      place,
      remedy: "Add 'self' to style-src",
    });
  }
  if (fonts && !fonts.some((source) => source === "data:" || source === "'self'" || source === "*")) {
    found.push({
      level: "warning",
      what: "the policy forbids the icon fonts",
      place,
      remedy: "Add 'self' data: to font-src",
    });
  }
  return found;
}

const ourBanner = /\/\*! (?<theme>[^*]{1,200}) for GLPI, fenetre (?<version>[^ ,*]{1,40}),/;

/** Our entity CSS, looked for in the page as it arrived. */
function entityFaults({ styles, answer }: SignInPage): Found {
  return styles.flatMap(({ text, line }): Found => {
    if (!ourBanner.test(text)) return [];
    if (openBraces(text) === 0) return [];
    return [
      {
        level: "error",
        what: "the entity's CSS arrives cut: its braces do not close",
        place: `${answer.url}, line ${line}`,
        remedy: "Paste the whole file again into the root entity; the column holds 65,535 bytes",
      },
    ];
  });
}

function arrivalFaults({ url, status, headers, body, cut }: Answer): Found {
  const type = headers.get("content-type") ?? "";
  const found: Found = [];
  if (status !== 200) {
    found.push({
      level: "error",
      what: `this style sheet answers ${status}`,
      place: url,
      remedy: /\/plugins\/|\/marketplace\//.test(url)
        ? "See that the plugin's file is there and readable; GLPI 11 serves only what is in its public folder"
        : "See what the proxy does with this address",
    });
  } else if (!/^text\/css\b/i.test(type)) {
    found.push({
      level: "error",
      what: `this style sheet is sent as ${type === "" ? "nothing in particular" : type}, and browsers may refuse it`,
      place: url,
      remedy: "A page came instead of the file: exempt this address from the proxy's sign-in",
    });
  } else if (body.length === 0) {
    found.push({
      level: "error",
      what: "this style sheet is empty",
      place: url,
      remedy: /css\.php/.test(url)
        ? "GLPI could not compile it: files/_log/php-errors.log says why"
        : "Put the file there again",
    });
  }
  if (cut) {
    found.push({
      level: "warning",
      what: `this style sheet is larger than ${bounds.sheetBytes / 1e6} MB and was not read to its end`,
      place: url,
      remedy: "See what it is",
    });
  }
  return found;
}

const isOurs = (url: string): boolean => /\/(?:plugins|marketplace)\/fenetre\//.test(url);

/** The content's hash that stands in the name of one of our files; none, if none stands there. */
const hashInName = (url: string): string | undefined =>
  /-([0-9a-f]{8,64})(?:\.min)?\.css$/.exec(new URL(url).pathname)?.[1];

/** Our own sheets carry a hash of their content in their name: what arrives must have it. */
function intactFaults({ url, status, body, headers }: Answer): Found {
  const wanted = isOurs(url) && status === 200 ? hashInName(url) : undefined;
  if (!wanted) return [];
  const sum = createHash("sha256").update(body).digest("hex");
  if (sum.startsWith(wanted)) return [];
  const via = headers.get("via") ?? headers.get("server");
  return [
    {
      level: "error",
      what: `the theme's style sheet arrives changed on its way${via ? ` (${via})` : ""}: its content is not what its name says`,
      place: url,
      remedy: "Exempt /plugins/ from what minifies or rewrites style sheets in the proxy",
    },
  ];
}

function freshnessFaults({ url, headers, body }: Answer): Found {
  if (!isOurs(url)) return [];
  const said = new URL(url).searchParams.get("v");
  const version = ourBanner.exec(new TextDecoder().decode(body.subarray(0, 400)))?.groups?.version;
  const age = Number(headers.get("age") ?? 0);
  if (!said || !version || hashInName(url) || said.startsWith(version)) return [];
  return [
    {
      level: "error",
      what: `GLPI asks for version ${said} of the theme's style sheet and gets ${version}${age > 0 ? `, kept for ${age} s by a cache in between` : ""}`,
      place: url,
      remedy: "Empty the cache before GLPI, and run php bin/console cache:clear",
    },
  ];
}

/** Plugins known for changing GLPI's own look. */
const themingPlugins: Record<string, string> = { mod: "UI Branding", branding: "Branding" };

const isForeignTheme = (link: string): boolean => pluginOf(link) in themingPlugins;
const pluginOf = (link: string): string => /\/(?:plugins|marketplace)\/([a-z0-9]+)\//i.exec(link)?.[1] ?? "";

const foreignTheme = (link: string): Found[number] => ({
  level: "warning",
  what: `the plugin ${themingPlugins[pluginOf(link)]} (${pluginOf(link)}) restyles GLPI too`,
  place: link,
  remedy: "Use one of the two, or switch off the look in that plugin's settings",
});

/** By which ways the theme reaches the sign-in page. */
function presence({ styles, theme, sheets: links }: SignInPage, sheets: Answer[]): Found {
  const ways = [
    ...(links.some(isOurs) ? ["the plugin"] : []),
    ...(styles.some(({ text }) => ourBanner.test(text)) ? ["entity CSS"] : []),
    ...(theme &&
    sheets.some(
      ({ url, body }) =>
        /css\.php/.test(url) &&
        new URL(url).searchParams.get("file") === theme &&
        ourBanner.test(new TextDecoder().decode(body.subarray(0, 400))),
    )
      ? [`the palette ${theme}`]
      : []),
  ];
  if (ways.length > 1) {
    return [
      {
        level: "note",
        what: `the theme reaches this page in ${ways.length} ways: ${ways.join(", ")}`,
        remedy: "One is enough; the others cost every page their bytes",
      },
    ];
  }
  return ways.length === 1
    ? [{ level: "note", what: `the sign-in page wears the theme, by ${ways[0]}`, remedy: "Nothing is to be done" }]
    : [
        {
          level: "warning",
          what: "the sign-in page does not wear the theme",
          remedy: "Enable the plugin, choose the palette, or paste entity CSS into the root entity",
        },
      ];
}
