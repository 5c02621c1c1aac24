import { type Config, DEFAULT_CONFIG, parseConfig } from "./config";
import { LookbackError } from "./errors";

const PREFIX = "v1.";
const MAX_TEXT = 8 * 1024;
const MAX_INFLATED = 64 * 1024;
const CHECKSUM_BYTES = 4;

/**
 * The config as the hash of a link: `v1.` and, in base64url, four bytes of SHA-256 and the deflated JSON of what differs from
 * the defaults. It holds no data and no file names.
 */
export async function linkOf(config: Config): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify(difference(config, DEFAULT_CONFIG) ?? {}));
  const deflated = await pipe(json, new CompressionStream("deflate-raw"), Number.POSITIVE_INFINITY);
  const bytes = new Uint8Array(CHECKSUM_BYTES + deflated.length);
  bytes.set(await checksum(deflated));
  bytes.set(deflated, CHECKSUM_BYTES);
  return PREFIX + toBase64Url(bytes);
}

/**
 * The config of a link's hash, with or without `#` or the address before it.
 * @throws LookbackError `bad-link` when it is damaged, too long, or of another version; `bad-config` when its content is wrong
 */
export async function configOf(link: string): Promise<Config> {
  const hash = link.slice(link.indexOf("#") + 1).trim();
  if (hash.length > MAX_TEXT) throw badLink("it is longer than 8 KB");
  if (!hash.startsWith(PREFIX)) {
    throw badLink(/^v\d+\./.test(hash) ? "it was made by a newer version of Lookback" : "it does not begin with v1.");
  }
  const bytes = fromBase64Url(hash.slice(PREFIX.length));
  const deflated = bytes.subarray(CHECKSUM_BYTES);
  const expected = await checksum(deflated);
  if (bytes.length <= CHECKSUM_BYTES || expected.some((byte, index) => byte !== bytes[index])) throw badLink("it is damaged");
  const json = await pipe(deflated, new DecompressionStream("deflate-raw"), MAX_INFLATED).catch((thrown: unknown) => {
    throw thrown instanceof LookbackError ? thrown : badLink("it is damaged");
  });
  return parseConfig(parseJson(json));
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw badLink("it is damaged");
  }
}

/** The part of `value` that is not the same in `base`; `undefined` where all is. Lists are compared as a whole. */
function difference(value: unknown, base: unknown): unknown {
  if (!isRecord(value) || !isRecord(base)) return JSON.stringify(value) === JSON.stringify(base) ? undefined : value;
  const entries = Object.entries(value)
    .map(([key, inner]) => [key, difference(inner, base[key])] as const)
    .filter(([, inner]) => inner !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

async function checksum(bytes: Uint8Array): Promise<Uint8Array> {
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return new Uint8Array(digest, 0, CHECKSUM_BYTES);
}

async function pipe(bytes: Uint8Array, through: CompressionStream | DecompressionStream, limit: number): Promise<Uint8Array> {
  const source = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  const reader = source.pipeThrough(through as ReadableWritablePair<Uint8Array, Uint8Array>).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    length += part.value.length;
    if (length > limit) throw badLink("it unpacks to more than 64 KB");
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function toBase64Url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw badLink("it is damaged");
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
  } catch {
    throw badLink("it is damaged");
  }
}

function badLink(message: string): LookbackError {
  return new LookbackError({ code: "bad-link", message });
}
