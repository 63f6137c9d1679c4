/** The reversed polynomial of Castagnoli's CRC-32 (RFC 3720, appendix B.4). */
const polynomial = 0x82f63b78;

const byteTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
  return value;
});

/** The CRC-32C of some bytes, eight hexadecimal digits: the sum in which GLPI's releases list their files. */
export function crc32c(content: Uint8Array): string {
  let sum = 0xffffffff;
  for (const byte of content) sum = (sum >>> 8) ^ (byteTable[(sum ^ byte) & 0xff] as number);
  return ((sum ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
}
