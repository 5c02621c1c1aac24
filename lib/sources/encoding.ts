import type { Encoding } from "./formats";
import { hasUtf8Mark, isAscii, isUtf8 } from "./text";

/**
 * The encoding of a text by its first bytes: by its byte order mark, by where UTF-16 has its zero bytes, else UTF-8 if the
 * bytes are valid, else windows-1252. `null`: it is no text.
 */
export function encodingOf(head: Uint8Array): Encoding | null {
  if (hasUtf8Mark(head)) return isText(head, 1) ? "utf-8" : null;
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const pairs = head.length >> 1;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs * 2; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  // Delimiters, digits and line ends are one zero byte and one other, whatever the script of the rest.
  if (odd > Math.max(3, pairs / 5) && even < pairs / 100) return "utf-16le";
  if (even > Math.max(3, pairs / 5) && odd < pairs / 100) return "utf-16be";
  if (isUtf8(head)) return isText(head, 1) ? "utf-8" : null;
  return isText(head, 0.01) ? "windows-1252" : null;
}

/** Whether the first bytes of a text, which show one encoding, mean something else in the one that was told. */
export function isContradicted(told: Encoding, shown: Encoding, head: Uint8Array): boolean {
  if (told === shown) return false;
  const isWide = told.startsWith("utf-16") || shown.startsWith("utf-16");
  return isWide || !isAscii(head);
}

/** Text has no NUL, and next to no other control characters. */
function isText(head: Uint8Array, share: number): boolean {
  let controls = 0;
  for (let i = 0; i < head.length; i++) {
    const byte = head[i] ?? 0;
    if (byte === 0) return false;
    // 1 is the delimiter of Hive.
    if (byte < 32 && byte > 1 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) controls++;
  }
  return controls <= head.length * Math.min(share, 0.05);
}
