import type { Browser, BrowserContext, CDPSession, Page } from "@playwright/test";
import { keepSecret } from "../util/secrets.ts";
import { UserError } from "../util/user-error.ts";

export interface Credentials {
  user: string;
  password: string;
}

/** What a browser keeps of a session. */
export type Session = NonNullable<Awaited<ReturnType<BrowserContext["cookies"]>>>;

/** Ms for the sign-in page, and again for its answer. */
const patience = 60_000;

/**
 * Signs in to a GLPI, in a window of its own without scripts. User and password go to the one origin they were given
 * for: no other is asked for anything meanwhile, at no step of a redirection, and the form is filled and sent in one
 * moment, after its address was seen.
 * @param address of the GLPI, without credentials
 * @param who for messages: "the user of GLPI_USER"
 * @returns the session's cookies, for this host alone
 * @throws {UserError} when it is refused, or the page leads elsewhere; neither user nor password is named
 */
export async function signIn(
  browser: Browser,
  address: string,
  credentials: Credentials,
  who: string,
): Promise<Session> {
  keepSecret(credentials.password);
  const { origin, hostname } = new URL(address);
  const context = await browser.newContext({
    javaScriptEnabled: false,
    serviceWorkers: "block",
    acceptDownloads: false,
  });
  try {
    const own = await context.newPage();
    // Another window would have no guard of its own.
    context.on("page", (other) => void other.close().catch(() => undefined));
    const strayed = await stayAt(await context.newCDPSession(own), origin);
    const elsewhere = (): UserError =>
      new UserError(
        `the sign-in page at ${origin} leads to ${strayed[0]}, which was given nothing`,
        "Name the address under which GLPI itself is reached",
      );
    const answer = await own
      .goto(`${address}/index.php?noAUTO=1`, { waitUntil: "domcontentloaded", timeout: patience })
      .catch(() => null);
    if (!answer && strayed.length > 0) throw elsewhere();
    if (!answer)
      throw new UserError(
        `${who} could not log in: no answer from the login page`,
        "See whether GLPI runs at this address",
      );
    const moved = own.waitForNavigation({ waitUntil: "domcontentloaded", timeout: patience }).catch(() => null);
    const sent = await own.evaluate(sendForm, { origin, ...credentials }).catch(() => "gone");
    if (sent !== "sent") {
      moved.catch(() => undefined);
      if (strayed.length > 0) throw elsewhere();
      throw new UserError(
        `${who} could not log in: ${sent.startsWith("http") ? `the form at ${origin} would send user and password to ${sent}` : "there is no login form"}`,
        sent.startsWith("http")
          ? "Name the address under which GLPI itself is reached"
          : "See whether GLPI runs at this address",
      );
    }
    await moved;
    if (strayed.length > 0 && !(await isInside(own))) throw elsewhere();
    if (!(await isInside(own)))
      throw new UserError(`GLPI refused ${who}`, "Check GLPI_USER and GLPI_PASSWORD, or the users of the list");
    const cookies = await context.cookies(address);
    return cookies.map((cookie) => ({ ...cookie, domain: hostname }));
  } finally {
    await context.close().catch(() => undefined);
  }
}

/** A refusal is a page without GLPI's frame: the login form again in 11, a message in 10. */
const isInside = async (page: Page): Promise<boolean> =>
  (await page
    .locator("header.navbar, aside.navbar, .user-menu")
    .count()
    .catch(() => 0)) > 0;

/**
 * Fails every request of a page's to another origin, each step of a redirection too.
 * @returns the origins that would have been asked for a page; grows
 */
async function stayAt(cdp: CDPSession, origin: string): Promise<string[]> {
  const strayed: string[] = [];
  cdp.on("Fetch.requestPaused", ({ requestId, request, resourceType }) => {
    const asked = URL.canParse(request.url) ? new URL(request.url) : undefined;
    const answer =
      asked?.origin === origin || asked?.protocol === "data:"
        ? cdp.send("Fetch.continueRequest", { requestId })
        : cdp.send("Fetch.failRequest", { requestId, errorReason: "BlockedByClient" });
    if (asked?.origin !== origin && resourceType === "Document") strayed.push(asked?.origin ?? "no address");
    // The page may be gone.
    answer.catch(() => undefined);
  });
  await cdp.send("Fetch.enable", { patterns: [{ urlPattern: "*" }] });
  return strayed;
}

/**
 * Runs in the page, as one step: nothing changes between the look at where the form leads and its sending.
 * @returns "sent", the other origin it leads to, or "none"
 */
function sendForm({ origin, user, password }: { origin: string; user: string; password: string }): string {
  if (location.origin !== origin) return location.origin;
  const secret = document.querySelector<HTMLInputElement>("form input[type=password]");
  const form = secret?.form;
  if (!secret || !form) return "none";
  const name =
    form.querySelector<HTMLInputElement>("#login_name, input[name=login_name]") ??
    form.querySelector<HTMLInputElement>("input[type=text], input[type=email], input:not([type])");
  if (!name) return "none";
  // By the attribute: a field may be called "action".
  const target = new URL(form.getAttribute("action") ?? "", document.baseURI);
  if (target.origin !== origin) return target.origin;
  if ((form.getAttribute("method") ?? "get").toLowerCase() !== "post") return "none";
  name.value = user;
  secret.value = password;
  const submit = form.querySelector<HTMLButtonElement>("button[type=submit], input[type=submit], button:not([type])");
  if (submit?.name) {
    const pressed = document.createElement("input");
    pressed.type = "hidden";
    pressed.name = submit.name;
    pressed.value = submit.value;
    form.append(pressed);
  }
  form.setAttribute("target", "_self");
  form.removeAttribute("rel");
  // Not the form's own "submit", which may be a field.
  HTMLFormElement.prototype.submit.call(form);
  return "sent";
}

/** Whether a page asks who one is. */
export const asksForLogin = async (page: Page): Promise<boolean> =>
  (await page.locator("input[type=password]").count()) > 0;
