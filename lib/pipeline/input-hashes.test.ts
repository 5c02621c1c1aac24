import { describe, expect, it } from "vitest";
import { type Hasher, hasherHere } from "../hash";
import { buildInMemory } from "../testing/builds.mts";
import type { InputFile } from "../testing/input-files.mts";

/** Counts what becomes of the hashes that are begun. */
function counting() {
  const counts = { begun: 0, ended: 0, dropped: 0 };
  const real = hasherHere();
  const hasher: Hasher = {
    ofFile: real.ofFile,
    begin(size) {
      const hash = real.begin(size);
      counts.begun += 1;
      return {
        add: hash.add,
        hex() {
          counts.ended += 1;
          return hash.hex();
        },
        drop() {
          counts.dropped += 1;
          hash.drop();
        },
      };
    },
  };
  return { hasher, counts };
}

const csv = (path: string, lines: readonly string[]) => ({ path, blob: new Blob(lines.map((line) => `${line}\n`)) });

/** Clicks of which a row near the end has an item that is no integer. */
function inputs(): InputFile[] {
  const rows = Array.from({ length: 6000 }, (_, row) => `1,${row === 5500 ? "x" : row + 1},2024-05-14 10:00:00`);
  return [
    { role: "impressions", file: csv("impressions.csv", ["dt,customer_id,item_id", "2024-05-15,1,7"]) },
    { role: "clicks", file: csv("clicks.csv", ["customer_id,item_id,click_time", ...rows]) },
  ];
}

describe("the hashes of a build's inputs", () => {
  it("are given up where a file is read anew, and where it is not read to its end", async () => {
    const anew = counting();
    const built = await buildInMemory(
      inputs(),
      { output: { itemIds: "vocabulary" } },
      { hasher: anew.hasher, chunkBytes: 10_000 },
    );
    expect(built.textIds.item?.example).toBe("x");
    expect(anew.counts.dropped, "that of the clicks").toBeGreaterThan(0);
    expect(anew.counts.ended + anew.counts.dropped).toBe(anew.counts.begun);

    const failed = counting();
    await expect(
      buildInMemory(inputs(), { output: { itemIds: "raw" } }, { hasher: failed.hasher, chunkBytes: 10_000 }),
    ).rejects.toMatchObject({ problem: { code: "text-item-ids" } });
    expect(failed.counts.dropped).toBeGreaterThan(0);
    expect(failed.counts.ended + failed.counts.dropped).toBe(failed.counts.begun);
  });
});
