import { type Hasher, ReadingHash } from "../hash";
import { isReadAsItIs } from "../sources/csv";
import type { BuildSource, SourceFile } from "../sources/types";

/** The SHA-256 of each input: by the way where a build reads all bytes of the file in order, else beside it. */
export class InputHashes {
  private readonly hashes = new Map<SourceFile, ReadingHash | Promise<string>>();

  constructor(
    private readonly sources: readonly BuildSource[],
    private readonly hasher: Hasher,
  ) {
    for (const { file, source } of sources) {
      if (isReadAsItIs(source)) continue;
      const hash = hasher.ofFile(file);
      // A failure shows where all are awaited.
      hash.catch(() => undefined);
      this.hashes.set(file, hash);
    }
  }

  /** To be called whenever a file is read from its beginning: what is to have its bytes, `null` where nothing is. */
  reading({ file, source }: BuildSource): ReadingHash | null {
    if (!isReadAsItIs(source)) return null;
    const hash = new ReadingHash(file, this.hasher.begin(file.blob.size));
    this.hashes.set(file, hash);
    return hash;
  }

  /** To be called where reading ends before all files were read. */
  drop(): void {
    for (const hash of this.hashes.values()) if (hash instanceof ReadingHash) hash.drop();
  }

  /** To be called when all files were read; in the order of the sources. */
  all(): Promise<string[]> {
    return Promise.all(
      this.sources.map(({ file }) => {
        const hash = this.hashes.get(file);
        if (!hash) throw new Error(`${file.path} was not read`);
        return hash instanceof ReadingHash ? hash.hex() : hash;
      }),
    );
  }
}
