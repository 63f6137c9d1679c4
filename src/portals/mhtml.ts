import { UserError } from "../util/user-error.ts";

/** One file that a page is made of. */
export interface Part {
  type: string;
  body: Buffer;
}

/**
 * The parts of a page saved as one .mhtml file: by address (`Content-Location`) and as `cid:` address.
 * @param file its name, for errors
 * @throws {UserError} when it is no MHTML or holds no page
 */
export function readMhtml(
  bytes: Buffer,
  file: string,
): { html: Buffer; charset: string | undefined; parts: Map<string, Part> } {
  const text = bytes.toString("latin1");
  const [head, rest] = split(text);
  const boundary = /boundary="?([^";\r\n]+)"?/i.exec(head.get("content-type") ?? "")?.[1];
  if (!boundary)
    throw new UserError("this is no page saved as MHTML", "Save it again from the browser, as a single file", { file });
  const parts = new Map<string, Part>();
  let html: Buffer | undefined;
  let charset: string | undefined;
  for (const section of rest.split(`--${boundary}`).slice(1)) {
    if (section.startsWith("--")) break;
    const [headers, content] = split(section.replace(/^\r?\n/, ""));
    const body = decode(content.replace(/\r?\n$/, ""), headers.get("content-transfer-encoding") ?? "");
    const type = (headers.get("content-type") ?? "application/octet-stream").split(";")[0]?.trim() ?? "";
    const location = headers.get("content-location") ?? "";
    const id = headers.get("content-id")?.replace(/^<|>$/g, "");
    if (html === undefined && type === "text/html") {
      html = body;
      charset = /charset="?([\w-]+)/i.exec(headers.get("content-type") ?? "")?.[1];
      continue;
    }
    if (location) parts.set(location, { type, body });
    if (id) parts.set(`cid:${id}`, { type, body });
  }
  if (html === undefined || html.length === 0)
    throw new UserError("this MHTML holds no page", "Save it again from the browser, as a single file", { file });
  return { html, charset, parts };
}

function split(text: string): [headers: Map<string, string>, body: string] {
  const end = /\r?\n\r?\n/.exec(text);
  const head = text.slice(0, end?.index ?? text.length).replace(/\r?\n[ \t]+/g, " ");
  const headers = new Map(
    head.split(/\r?\n/).flatMap((line) => {
      const colon = line.indexOf(":");
      return colon > 0 ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const] : [];
    }),
  );
  return [headers, end ? text.slice(end.index + end[0].length) : ""];
}

function decode(content: string, encoding: string): Buffer {
  if (/base64/i.test(encoding)) return Buffer.from(content, "base64");
  if (/quoted-printable/i.test(encoding)) {
    const plain = content
      .replace(/=\r?\n/g, "")
      .replace(/=([0-9A-F]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
    return Buffer.from(plain, "latin1");
  }
  return Buffer.from(content, "latin1");
}
