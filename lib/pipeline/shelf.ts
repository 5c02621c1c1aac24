import type { Scratch } from "../store/store";

/** What a build keeps in memory of its actions. A tab has some three times as much to spare, and needs the rest for what it works on. */
export const MEMORY_BYTES = 1 << 30;

/** Bytes on a {@link Shelf}. */
export interface Shelved {
  readonly length: number;
  /** `null` while they are in the scratch file alone. */
  bytes: Uint8Array | null;
  /** Where they stand in the scratch file; `null` as long as they were never put there. */
  position: number | null;
}

/**
 * Keeps bytes in memory as far as a budget goes, and the others in a scratch file: those first that were not used for
 * longest. What it gives stays as it is, also when it leaves memory, so it must not be changed.
 */
export class Shelf {
  /** Those in memory, the one used last at the end. */
  private readonly inMemory = new Set<Shelved>();
  private newest: Shelved | null = null;
  private held = 0;

  /** @param budget in bytes */
  constructor(
    private readonly scratch: Scratch,
    private readonly budget: number,
  ) {}

  put(bytes: Uint8Array): Shelved {
    const item = { length: bytes.length, bytes, position: null };
    this.keep(item);
    return item;
  }

  get(item: Shelved): Uint8Array {
    const bytes = item.bytes ?? this.read(item);
    if (item !== this.newest) {
      this.inMemory.delete(item);
      this.inMemory.add(item);
      this.newest = item;
    }
    return bytes;
  }

  /** Gets bytes for the last time. */
  take(item: Shelved): Uint8Array {
    const bytes = this.get(item);
    this.drop(item);
    return bytes;
  }

  /** Lets go of everything. */
  clear(): void {
    for (const item of this.inMemory) this.drop(item);
  }

  close(): void {
    this.clear();
    this.scratch.close();
  }

  private read(item: Shelved): Uint8Array {
    if (item.position === null) throw new TypeError("bytes were asked for that have been taken");
    const bytes = new Uint8Array(item.length);
    this.scratch.read(bytes, item.position);
    item.bytes = bytes;
    this.keep(item);
    return bytes;
  }

  private keep(item: Shelved): void {
    this.inMemory.add(item);
    this.newest = item;
    this.held += item.length;
    for (const oldest of this.inMemory) {
      if (this.held <= this.budget || oldest === item) return;
      oldest.position ??= this.scratch.append(oldest.bytes as Uint8Array);
      this.drop(oldest);
    }
  }

  private drop(item: Shelved): void {
    if (!this.inMemory.delete(item)) return;
    this.held -= item.length;
    item.bytes = null;
  }
}
