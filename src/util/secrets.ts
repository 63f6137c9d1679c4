/*
 * Secrets that this run was given, so that whatever is said or written of it can leave them out.
 */

const known = new Set<string>();

/** Environment variables that hold one, by their name. */
const secretName = /PASS|SECRET|TOKEN|CREDENTIAL|COOKIE|API_?KEY/i;

/** Remembers a secret. What is too short to be told from ordinary text is not. */
export function keepSecret(text: string | undefined): void {
  if (text !== undefined && text.length >= 3) known.add(text);
}

/** The text with each secret as "…", written as it is, in an address, or in JSON; and `user:password@` of addresses. */
export function withoutSecrets(text: string): string {
  const all = new Set(known);
  for (const [name, value] of Object.entries(process.env))
    if (secretName.test(name) && value !== undefined && value.length >= 3) all.add(value);
  let clean = text.replace(/(\w:\/\/)[^\s/@]+@/g, "$1…@");
  for (const secret of [...all].sort((a, b) => b.length - a.length))
    for (const written of [
      secret,
      encodeURIComponent(secret.replace(/\p{Cs}/gu, "\ufffd")),
      JSON.stringify(secret).slice(1, -1),
    ])
      clean = clean.replaceAll(written, "…");
  return clean;
}
