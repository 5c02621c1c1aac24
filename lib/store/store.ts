/** Where the files of a dataset are written while they come into being. It has adapters for the browser, Node and memory. */
export interface Store {
  /** Begins a file. `name` may hold one folder (`dt=2024-05-15/part-0.parquet`). */
  create(name: string): Promise<StoreFile>;
  /** Takes away what a build that failed has written, as far as it replaced nothing. */
  discard(): Promise<void>;
  /** Makes room for what does not fit into memory. */
  createScratch(): Promise<Scratch>;
}

export interface StoreFile {
  /** Appends bytes; they may be reused by the caller afterwards. */
  write(bytes: Uint8Array): void | Promise<void>;
  /** Ends the file, which can then be read. */
  close(): Promise<Blob>;
}

/** Bytes that are put away, and read back at once. */
export interface Scratch {
  /** Puts bytes at the end, and gives the position at which they begin. @throws LookbackError `storage-full` */
  append(bytes: Uint8Array): number;
  /** Fills `bytes` with what stands from a position on. */
  read(bytes: Uint8Array, position: number): void;
  /** Gives the room back. Nothing can be read any more. */
  close(): void;
}
