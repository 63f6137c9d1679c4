import { keepSecret } from "./secrets.ts";
import { UserError } from "./user-error.ts";

/** An address that somebody gave us, and whom it speaks for. */
export interface Address {
  /** Without user and password, and without a slash at its end. */
  url: string;
  origin: string;
  user?: string;
  password?: string;
}

/**
 * An address of a running GLPI. What is wrong with it is said without repeating it: it may hold a password.
 * @param named how it was given: "--url"
 * @throws {UserError} for what is none
 */
export function parseAddress(text: string, named: string): Address {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === "")
    throw new UserError(`${named} is no address`, "Write it as https://host/glpi");
  const user = decoded(url.username);
  const password = decoded(url.password);
  keepSecret(password);
  keepSecret(url.password);
  url.username = "";
  url.password = "";
  url.hash = "";
  return {
    url: url.href.replace(/\/$/, ""),
    origin: url.origin,
    ...(user ? { user } : {}),
    ...(password ? { password } : {}),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
