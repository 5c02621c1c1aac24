import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type Hasher, hasherHere } from "../hash";
import { type BuildOptions, buildInMemory } from "../testing/builds.mts";
import type { InputFile } from "../testing/input-files.mts";

const MARK = "\uFEFF";
const shown = (end = "\n") =>
  `dt,ranking_id,customer_id,impressions${end}${[1, 2, 3]
    .map((c) => `2024-05-15,r${c},${c},"[{""item_id"":501,""is_order"":true},{""item_id"":502,""is_order"":false}]"${end}`)
    .join("")}`;
const rows = (count: number, rowOf = (n: number) => `${1 + (n % 4)},${501 + (n % 7)},2024-05-${10 + (n % 4)}T10:00:00Z`) =>
  `customer_id,item_id,click_time\n${Array.from({ length: count }, (_, n) => `${rowOf(n)}\n`).join("")}`;

const CLICKS: Record<string, string | Uint8Array> = {
  "plain lines": rows(400),
  "a byte order mark": `${MARK}${rows(300)}`,
  "no end of the last line": rows(300).trimEnd(),
  "CR LF": rows(300).replaceAll("\n", "\r\n"),
  "quoted line ends here and there": rows(400, (n) =>
    n % 61 === 0 ? `1,"502","2024-05-11T10:00:00\n"` : `2,${501 + (n % 7)},2024-05-10T10:00:00Z`,
  ),
  "a long quoted value in the middle": rows(300, (n) =>
    n === 150 ? `1,"${"x\n".repeat(900)}",2024-05-10T10:00:00Z` : "2,501,2024-05-10T10:00:00Z",
  ),
  "ids that become text half way": rows(300, (n) => `2,${n < 200 ? 501 : "shoe"},2024-05-10T10:00:00Z`),
  "nothing but a header": rows(0),
  "letters of other alphabets": rows(200, (n) => `${n % 3 ? 2 : "ключ"},501,2024-05-10T10:00:00Z`),
  "UTF-16": Buffer.from(MARK + rows(200), "utf16le"),
  gzip: gzipSync(rows(300)),
};

const WAYS: Record<string, BuildOptions> = {
  "all at once": {},
  "in small pieces": { chunkBytes: 700 },
  "in small pieces, by two lanes": { chunkBytes: 700, lanes: 2 },
  "by engines": { plain: false, chunkBytes: 700 },
};

function inputOf(role: InputFile["role"], path: string, content: string | Uint8Array): InputFile {
  return { role, file: { path, blob: new Blob([content as BlobPart]) } };
}

describe("the SHA-256 of inputs, in a report", () => {
  for (const [what, clicks] of Object.entries(CLICKS)) {
    for (const [how, options] of Object.entries(WAYS)) {
      it(`is that of all bytes: ${what}, read ${how}`, async () => {
        const contents = [shown(), clicks, rows(120), `${MARK}${shown("\r\n")}`];
        const { report } = await buildInMemory(
          [
            inputOf("impressions", "shown.csv", shown()),
            inputOf("clicks", "clicks.csv", clicks),
            inputOf("clicks", "more.csv", rows(120)),
            inputOf("impressions", "more-shown.csv", `${MARK}${shown("\r\n")}`),
          ],
          { output: { itemIds: "vocabulary" } },
          options,
        );
        const expected = contents.map((content) => createHash("sha256").update(content).digest("hex"));
        expect(report.sources.map(({ sha256 }) => sha256)).toEqual(expected);
      });
    }
  }
});

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

/** Clicks of which a row near the end has an item that is no integer. */
function inputs(): InputFile[] {
  const clicks = rows(6000, (n) => `1,${n === 5500 ? "shoe" : 501},2024-05-14T10:00:00Z`);
  return [inputOf("impressions", "shown.csv", shown()), inputOf("clicks", "clicks.csv", clicks)];
}

describe("the hashes of inputs in the making", () => {
  it("are given up where a file is read anew, and where it is not read to its end", async () => {
    const anew = counting();
    const built = await buildInMemory(
      inputs(),
      { output: { itemIds: "vocabulary" } },
      { hasher: anew.hasher, chunkBytes: 10_000 },
    );
    expect(built.textIds.item?.example).toBe("shoe");
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
