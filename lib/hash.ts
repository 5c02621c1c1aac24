import { createSHA256, type IHasher, sha256 } from "hash-wasm";
import { readBytes } from "./sources/blob";
import type { SourceFile } from "./sources/types";

const STEP_BYTES = 4 << 20;
/**
 * At most so many bytes are hashed as a whole: the platform's own code is nearly three times as fast as WebAssembly, and takes no
 * pieces. It copies what it is given, so that twice as much is needed for a moment.
 */
export const MOST_WHOLE_BYTES = 512 << 20;

/** Works out SHA-256s, in hex, beside other work. */
export interface Hasher {
  /** That of a file's bytes as they are on disk. @throws LookbackError `unreadable-file` */
  ofFile(file: SourceFile): Promise<string>;
  /** That of `size` bytes that come piece by piece. */
  begin(size: number): PieceHash;
}

/** A SHA-256 in the making. Its methods are called one after the other. */
export interface PieceHash {
  /** Adds bytes but for so many at the beginning, and gives all of them back; their buffer is taken over meanwhile. */
  add(bytes: Uint8Array, skipped: number): Promise<Uint8Array>;
  hex(): Promise<string>;
  /** Gives up what was added. Nothing more is asked of it. */
  drop(): void;
}

/** Works out SHA-256s in this thread, of up to so many bytes as a whole. */
export function hasherHere(wholeBytes = MOST_WHOLE_BYTES): Hasher {
  return { ofFile: (file) => sha256OfFile(file, wholeBytes), begin: (size) => beginHash(size, wholeBytes) };
}

/**
 * The SHA-256 of a file's bytes as they are on disk, in hex.
 * @param wholeBytes a larger file is read and hashed piece by piece
 * @throws LookbackError `unreadable-file`
 */
export async function sha256OfFile(file: SourceFile, wholeBytes = MOST_WHOLE_BYTES): Promise<string> {
  if (isHashedWhole(file.blob.size, wholeBytes)) return sha256Of(await readBytes(file, 0, file.blob.size));
  const hash = hashOfPieces();
  for (let at = 0; at < file.blob.size; at += STEP_BYTES) await hash.add(await readBytes(file, at, at + STEP_BYTES), 0);
  return hash.hex();
}

/** Pages that are served without HTTPS from another computer have no `subtle`. */
function isHashedWhole(size: number, wholeBytes: number): boolean {
  return size <= wholeBytes && globalThis.crypto.subtle !== undefined;
}

async function sha256Of(whole: Uint8Array): Promise<string> {
  return hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", whole as Uint8Array<ArrayBuffer>)));
}

function beginHash(size: number, wholeBytes: number): PieceHash {
  const room = isHashedWhole(size, wholeBytes) ? roomFor(size) : null;
  return room ? hashOfWhole(room) : hashOfPieces();
}

/** `null` where the system does not give so much. */
function roomFor(size: number): Uint8Array | null {
  try {
    return new Uint8Array(size);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const NO_ROOM = new Uint8Array(0);

/** Of the bytes that fill the room. */
function hashOfWhole(whole: Uint8Array): PieceHash {
  let room = whole;
  let end = 0;
  return {
    async add(bytes, skipped) {
      room.set(bytes.subarray(skipped), end);
      end += bytes.length - skipped;
      return bytes;
    },
    async hex() {
      const hex = sha256Of(room.subarray(0, end));
      room = NO_ROOM;
      return hex;
    },
    drop() {
      room = NO_ROOM;
    },
  };
}

/** To be used again: each has a memory of its own, and a thousand of them were too many for Chromium. */
const idle: IHasher[] = [];

function hashOfPieces(): PieceHash {
  const begun = startHash();
  return {
    async add(bytes, skipped) {
      (await begun).update(bytes.subarray(skipped));
      return bytes;
    },
    async hex() {
      const hash = await begun;
      const hex = hash.digest("hex");
      idle.push(hash);
      return hex;
    },
    drop() {
      begun.then(
        (hash) => idle.push(hash),
        () => undefined,
      );
    },
  };
}

async function startHash(): Promise<IHasher> {
  return (idle.pop() ?? (await createSHA256())).init();
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The SHA-256 of a file by the way, as its bytes are read for their own sake: from its beginning on, and each counts once. */
export class ReadingHash {
  private end = 0;
  private last: Promise<unknown> = Promise.resolve();
  /** Begun as soon as all is read, so that of many files few hashes are in the making at a time. */
  private whole: Promise<string> | null = null;
  private isDropped = false;

  constructor(
    private readonly file: SourceFile,
    private readonly hash: PieceHash,
  ) {}

  /** Takes bytes that begin at `at` in the file, and gives them back. None are left out between them and those before. */
  async pass(at: number, bytes: Uint8Array): Promise<Uint8Array> {
    const skipped = this.skip(at, bytes.length);
    if (skipped >= bytes.length) return bytes;
    await this.last;
    if (this.isDropped) return bytes;
    const added = await this.hash.add(bytes, skipped);
    if (this.end === this.file.blob.size) this.finish();
    return added;
  }

  /** The same for bytes that the caller goes on with meanwhile. Two copies are held at most. */
  async copy(at: number, bytes: Uint8Array): Promise<void> {
    const skipped = this.skip(at, bytes.length);
    if (skipped >= bytes.length) return;
    const copied = bytes.slice(skipped);
    await this.last;
    if (this.isDropped) return;
    this.last = this.hash.add(copied, 0);
    // Whoever awaits it is told; until then nobody is.
    this.last.catch(() => undefined);
    if (this.end === this.file.blob.size) this.finish();
  }

  /** To be called where the rest of the file is not read. What is read all the same does not count. */
  drop(): void {
    if (this.isDropped || this.whole) return;
    this.isDropped = true;
    this.hash.drop();
  }

  /** To be called when all of the file was read. */
  async hex(): Promise<string> {
    const { path, blob } = this.file;
    if (this.end !== blob.size) throw new Error(`${path}: ${this.end} of ${blob.size} bytes were read`);
    return this.finish();
  }

  private finish(): Promise<string> {
    this.whole ??= this.last.then(() => this.hash.hex());
    this.whole.catch(() => undefined);
    return this.whole;
  }

  /** How many of the bytes were there before. */
  private skip(at: number, length: number): number {
    const skipped = this.end - at;
    if (skipped < 0) throw new Error(`${this.file.path}: ${-skipped} bytes were left out`);
    this.end = Math.max(this.end, at + length);
    return skipped;
  }
}

/**
 * The SHA-256 of a dataset: that of its one file, or that of the list which `sha256sum` prints of several, sorted by name.
 */
export async function sha256OfDataset(files: readonly { file: string; sha256: string }[]): Promise<string> {
  const [only, ...others] = files;
  if (only && others.length === 0) return only.sha256;
  const lines = [...files].sort((a, b) => (a.file < b.file ? -1 : 1));
  return sha256(lines.map((line) => `${line.sha256}  ${line.file}\n`).join(""));
}
