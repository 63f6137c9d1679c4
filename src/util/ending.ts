/*
 * What ends when the process is told to end: browsers, servers, children. Each is registered where it is started, by
 * one of these functions; a signal then closes all of them, whatever the verb is doing.
 */

/** How each signal ends the process, as shells count. */
const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
type Signal = keyof typeof codes;
const signals = Object.keys(codes) as Signal[];

/** Milliseconds that closing may take before the process ends all the same. */
const patience = 4000;

const closers = new Set<() => unknown>();
let ending = false;

/** Whether a signal came: whatever breaks from now on was closed by us, and nothing new is started. */
export const isEnding = (): boolean => ending;

/**
 * Registers what must not outlive the process. While anything is registered, signals close it and then end the process.
 * @param close ends it; must be safe to call twice
 * @returns takes the registration back: it has ended by itself
 */
export function endWithUs(close: () => unknown): () => void {
  const entry = (): unknown => close();
  if (closers.size === 0) for (const signal of signals) process.on(signal, end);
  closers.add(entry);
  return () => {
    closers.delete(entry);
    if (closers.size === 0 && !ending) for (const signal of signals) process.off(signal, end);
  };
}

/** For verbs that run until they are told to end: that is then no failure. */
export function endsWell(): void {
  for (const signal of signals) codes[signal] = 0;
}

/** Without a signal where the key for it was pressed. */
function end(signal: NodeJS.Signals = "SIGINT"): void {
  const code = codes[signal as Signal];
  // Asked a second time: at once.
  if (ending) process.exit(code);
  ending = true;
  const done = Promise.allSettled([...closers].map(async (close) => close()));
  setTimeout(() => process.exit(code), patience);
  done.then(() => process.exit(code));
}

/** What never comes, for whoever would go on although the process ends. */
export const untilTheEnd = (): Promise<never> => new Promise(() => undefined);
