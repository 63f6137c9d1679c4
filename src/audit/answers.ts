import type { CDPSession } from "@playwright/test";

/*
 * What a server may send while one page is examined: bounded in bytes and in time, so that whatever it sends, the page
 * ends in a line of the report and the next is looked at.
 */

export interface Limits {
  /** Bytes of one document, as it is decoded. GLPI's longest lists take about 4 MB. */
  document: number;
  /** Bytes of everything that one page loads. */
  page: number;
  /** Ms until a page has loaded. */
  load: number;
  /** Ms for all that is done with one page: loading, steps, measuring in every state. */
  whole: number;
  /** Links of a menu that are read. */
  links: number;
}

export const limits: Limits = {
  document: 32 * 1024 * 1024,
  page: 256 * 1024 * 1024,
  load: 60_000,
  whole: 300_000,
  links: 2000,
};

const mebibytes = (bytes: number): string => `${Math.round((bytes / 1024 / 1024) * 10) / 10} MB`;

/**
 * The answers that a page gets: its documents from one origin pass through `dress`, redirections are the browser's own
 * business, and what exceeds the limits breaks off.
 * @param dress a document's markup, and whether it is the window's own
 * @returns a promise that is never fulfilled, and rejected in the words of the report when too much was sent
 */
export async function watchAnswers(
  cdp: CDPSession,
  origin: string,
  bounds: Limits,
  dress: (html: string, isMain: boolean) => string,
): Promise<{ exceeded: Promise<never> }> {
  let stop: (error: Error) => void = () => undefined;
  const exceeded = new Promise<never>((_, reject) => {
    stop = reject;
  });
  // Nobody may wait for it any more.
  exceeded.catch(() => undefined);
  let bytes = 0;
  cdp.on("Network.dataReceived", ({ dataLength }) => {
    bytes += dataLength;
    if (bytes > bounds.page) stop(new Error(`it loads more than ${mebibytes(bounds.page)}`));
  });
  const { frameTree } = await cdp.send("Page.getFrameTree");
  cdp.on("Fetch.requestPaused", (event) => {
    const { requestId, responseStatusCode = 0, responseHeaders = [], frameId } = event;
    const type = responseHeaders.find(({ name }) => name.toLowerCase() === "content-type")?.value ?? "";
    const isRedirection = responseStatusCode >= 300 && responseStatusCode < 400;
    const work =
      event.responseErrorReason || isRedirection || !type.includes("html")
        ? cdp.send("Fetch.continueRequest", { requestId })
        : bodyOf(cdp, requestId, bounds.document).then((body) => {
            const fault =
              body === undefined
                ? `a page is larger than ${mebibytes(bounds.document)}`
                : brokenOff(body, responseHeaders);
            if (body === undefined || fault !== undefined) {
              stop(new Error(fault));
              return cdp.send("Fetch.failRequest", { requestId, errorReason: "Failed" });
            }
            const html = dress(body.toString("utf8"), frameId === frameTree.frame.id);
            return cdp.send("Fetch.fulfillRequest", {
              requestId,
              responseCode: responseStatusCode,
              responseHeaders: responseHeaders.filter(
                ({ name }) => !/^(content-length|content-encoding|transfer-encoding)$/i.test(name),
              ),
              body: Buffer.from(html).toString("base64"),
            });
          });
    // The page may be gone.
    work.catch(() => undefined);
  });
  await cdp.send("Network.enable");
  await cdp.send("Fetch.enable", {
    patterns: [{ urlPattern: `${origin}/*`, resourceType: "Document", requestStage: "Response" }],
  });
  return { exceeded };
}

/** Whether less came than was announced: the browser itself shows what there is. */
function brokenOff(body: Buffer, headers: { name: string; value: string }[]): string | undefined {
  const find = (wanted: string): string | undefined => headers.find(({ name }) => name.toLowerCase() === wanted)?.value;
  if (find("content-encoding") !== undefined || !(body.length < Number(find("content-length")))) return undefined;
  return `an answer broke off after ${body.length} of ${find("content-length")} bytes`;
}

/** An answer's body, decoded; `undefined` when it is larger than that. */
async function bodyOf(cdp: CDPSession, requestId: string, most: number): Promise<Buffer | undefined> {
  const { stream: handle } = await cdp.send("Fetch.takeResponseBodyAsStream", { requestId });
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for (;;) {
      const { data, base64Encoded, eof } = await cdp.send("IO.read", { handle, size: 1024 * 1024 });
      const chunk = Buffer.from(data, base64Encoded ? "base64" : "utf8");
      bytes += chunk.length;
      if (bytes > most) return undefined;
      chunks.push(chunk);
      if (eof) return Buffer.concat(chunks);
    }
  } finally {
    await cdp.send("IO.close", { handle }).catch(() => undefined);
  }
}

/**
 * What comes first: the work's end, the time's, or that too much was sent.
 * @param ms for the work
 */
export async function within<T>(ms: number, work: Promise<T>, exceeded?: Promise<never>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it takes longer than ${Math.round(ms / 100) / 10} s`)), ms);
  });
  // What is given up may still fail.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late, ...(exceeded ? [exceeded] : [])]);
  } finally {
    clearTimeout(timer);
  }
}
