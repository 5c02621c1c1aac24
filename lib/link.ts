import { type Config, DEFAULT_CONFIG, parseConfig } from "./config";
import { difference } from "./difference";
import { type LinkFault, LookbackError } from "./errors";

const PREFIX = "v1.";
/** Characters of a link. Browsers take far more, but chat and mail programs cut long ones. */
const MAX_TEXT = 8 * 1024;
/** Bytes of JSON. */
const MAX_INFLATED = 64 * 1024;
const CHECKSUM_BYTES = 4;

type Pack = (json: Uint8Array) => Promise<Uint8Array>;

/**
 * The config as the hash of a link: `v1.` and, in base64url, four bytes of SHA-256 and the deflated JSON of what differs from
 * the defaults, which are frozen with the version. It holds no data and no file names.
 * @param pack {@link deflated} gives the shortest link, {@link stored} the same one on every machine
 * @throws LookbackError `link-too-long`
 */
export async function linkOf(config: Config, pack: Pack = deflated): Promise<string> {
  const changed = difference(parseConfig(config), DEFAULT_CONFIG) ?? {};
  const json = new TextEncoder().encode(JSON.stringify(changed));
  if (json.length > MAX_INFLATED) throw tooLong(`${kilobytes(json.length)} KB of settings`, MAX_INFLATED);
  const packed = await pack(json);
  const bytes = new Uint8Array(CHECKSUM_BYTES + packed.length);
  bytes.set(await checksum(packed));
  bytes.set(packed, CHECKSUM_BYTES);
  const link = PREFIX + toBase64Url(bytes);
  if (link.length > MAX_TEXT) throw tooLong(`${kilobytes(link.length)} KB of text`, MAX_TEXT);
  return link;
}

/**
 * The config of a link's hash, with or without `#` or the address before it.
 * @throws LookbackError `bad-link`, whatever the text is
 */
export async function configOf(link: string): Promise<Config> {
  const hash = link.slice(link.indexOf("#") + 1).trim();
  if (hash.length > MAX_TEXT) throw badLink("too-long", "it is longer than 8 KB");
  if (!hash.startsWith(PREFIX)) {
    if (/^v\d+\./.test(hash)) throw badLink("newer", "it was made by a newer version of Lookback");
    throw badLink("damaged", "it does not begin with v1.");
  }
  const bytes = fromBase64Url(hash.slice(PREFIX.length));
  const packed = bytes.subarray(CHECKSUM_BYTES);
  const expected = await checksum(packed);
  if (bytes.length <= CHECKSUM_BYTES || expected.some((byte, index) => byte !== bytes[index])) throw damaged();
  const json = await pipe(packed, new DecompressionStream("deflate-raw"), MAX_INFLATED).catch((thrown: unknown) => {
    throw thrown instanceof LookbackError ? thrown : damaged();
  });
  return checkedConfig(parseJson(json));
}

/** The JSON, deflated as small as the machine can; another browser may do it in other bytes. */
export function deflated(json: Uint8Array): Promise<Uint8Array> {
  return pipe(json, new CompressionStream("deflate-raw"), Number.POSITIVE_INFINITY);
}

/** The JSON as it is, in one "stored" block of deflate (RFC 1951, 3.2.4), the same bytes everywhere. At most 65,535 bytes. */
export async function stored(json: Uint8Array): Promise<Uint8Array> {
  const header = [1, json.length & 0xff, json.length >> 8, ~json.length & 0xff, (~json.length >> 8) & 0xff];
  return Uint8Array.of(...header, ...json);
}

/** A link's content was sealed with a checksum, so what is wrong in it was made so, and no key of the user's is to blame. */
function checkedConfig(value: unknown): Config {
  try {
    return parseConfig(value);
  } catch (thrown) {
    if (!(thrown instanceof LookbackError) || thrown.problem.code !== "bad-config") throw thrown;
    const { path, message } = thrown.problem;
    throw badLink("content", `what it sets at ${path || "its top level"} is not allowed: ${message}`);
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw damaged();
  }
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
    if (length > limit) throw badLink("too-long", "it unpacks to more than 64 KB");
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
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw damaged();
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
  } catch {
    throw damaged();
  }
}

function badLink(fault: LinkFault, message: string): LookbackError {
  return new LookbackError({ code: "bad-link", fault, message });
}

function damaged(): LookbackError {
  return badLink("damaged", "it is damaged");
}

function tooLong(size: string, limit: number): LookbackError {
  return new LookbackError({ code: "link-too-long", size, limit: `${kilobytes(limit)} KB` });
}

function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1024);
}
