/** What is asked of a server at most. */
export interface AskLimits {
  /** Bytes of an answer, decoded. */
  bytes: number;
  /** Ms for all of it. */
  patience: number;
}

const usual: AskLimits = { bytes: 16 * 1024 * 1024, patience: 30_000 };
/** Redirections that are followed. */
const mostSteps = 5;

/**
 * A text of one server, and of no other: redirections are followed as long as they stay at its origin.
 * @param origin whom alone may be asked
 * @returns `undefined` when it lies elsewhere, is not there, is larger or takes longer
 */
export async function askFor(url: string, origin: string, limits: AskLimits = usual): Promise<string | undefined> {
  const signal = AbortSignal.timeout(limits.patience);
  let address = url;
  try {
    for (let step = 0; step <= mostSteps; step++) {
      if (new URL(address).origin !== origin) return undefined;
      const response = await fetch(address, { redirect: "manual", signal });
      const location = response.headers.get("location");
      if (response.status >= 300 && response.status < 400 && location) {
        await response.body?.cancel();
        address = new URL(location, address).href;
        continue;
      }
      if (!response.ok || !response.body) return undefined;
      return await textOf(response.body, limits.bytes);
    }
  } catch {
    // No answer is one of the answers a server gives.
  }
  return undefined;
}

async function textOf(body: ReadableStream<Uint8Array>, most: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    // Leaving the loop ends the answer.
    if (bytes > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
