import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { type BuildOptions, buildInMemory } from "../testing/builds.mts";
import { goldenCases, type InputRecord, type Inputs } from "../testing/cases.mts";
import { hashWithoutInputs } from "../testing/content-hash.mts";
import { type InputFile, type InputFormat, inputFile, inputFiles } from "../testing/input-files.mts";

/** Shapes of output that go other ways. */
const SHAPES = {
  exploded: { layout: "exploded" },
  compact: { layout: "compact" },
  days: { layout: "exploded", partitionBy: "dt", itemIds: "vocabulary" },
} as const;
type Shape = keyof typeof SHAPES;

/** random-1 has repeats of a carousel and drops duplicates; random-3 has partition dates; the last is longer than a history. */
const CASES: [string, Shape][] = [
  ["random-1", "exploded"],
  ["random-1", "compact"],
  ["random-3", "compact"],
  ["random-3", "days"],
  ["thousand-and-one", "exploded"],
];

function shapedConfig(config: Record<string, unknown>, shape: Shape): object {
  return { ...config, output: { ...(config.output as object), ...SHAPES[shape] } };
}

function caseOf(wanted: string) {
  const found = goldenCases().find(({ id }) => id === wanted);
  if (!found) throw new Error(`there is no case ${wanted}`);
  return found;
}

/** An order in which each two values have changed places. */
function reversed<T>(values: readonly T[]): T[] {
  return [...values].reverse();
}

/** The same order at every run, far from the first. */
function shuffled<T>(values: readonly T[]): T[] {
  const result = [...values];
  let state = 7;
  for (let i = result.length - 1; i > 0; i -= 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const j = (state >>> 8) % (i + 1);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

function mapInputs(inputs: Inputs, change: (records: InputRecord[]) => InputRecord[]): Inputs {
  return Object.fromEntries(Object.entries(inputs).map(([role, records]) => [role, change(records)]));
}

/** Each role in three files, whose formats take turns. */
async function inParts(inputs: Inputs): Promise<InputFile[]> {
  const formats: InputFormat[] = ["jsonl", "csv", "json"];
  const files: InputFile[] = [];
  for (const [role, records] of Object.entries(inputs)) {
    const size = Math.ceil(records.length / formats.length);
    for (const [part, format] of formats.entries()) {
      const own = records.slice(part * size, (part + 1) * size);
      if (own.length === 0) continue;
      files.push({ role: role as InputFile["role"], file: await inputFile(`${role}-${part}`, own, format) });
    }
  }
  return files;
}

async function gzipped(files: InputFile[]): Promise<InputFile[]> {
  const pack = async ({ role, file }: InputFile): Promise<InputFile> => ({
    role,
    file: { path: `${file.path}.gz`, blob: new Blob([gzipSync(await file.blob.arrayBuffer())]) },
  });
  return Promise.all(files.map(pack));
}

/** Names and hashes of all files of the dataset. */
async function hashesOf(files: readonly InputFile[], config: object, options?: BuildOptions): Promise<string[]> {
  const { report } = await buildInMemory(files, config, options);
  expect(report.audit.violations).toBe(0);
  return [...report.output.map(({ file, sha256 }) => `${file} ${sha256}`), `dataset ${report.sha256}`];
}

/** Names and hashes of all files, without what their metadata says of the input files, whose bytes are others here. */
async function contentsOf(files: readonly InputFile[], config: object, options?: BuildOptions): Promise<string[]> {
  const { bytes, report } = await buildInMemory(files, config, options);
  expect(report.audit.violations).toBe(0);
  return [...bytes].map(([file, content]) => `${file} ${hashWithoutInputs(content)}`);
}

describe.each(CASES)(
  "the files of %s, %s, are the same, byte for byte (but for what they say of their inputs),",
  (name, shape) => {
    const { config, inputs } = caseOf(name);
    const shaped = shapedConfig(config, shape);
    let expected: string[] = [];
    beforeAll(async () => {
      expected = await contentsOf(await inputFiles(inputs, "jsonl"), shaped);
    });

    it("with the rows of each file in another order", async () => {
      for (const change of [reversed, shuffled]) {
        expect(await contentsOf(await inputFiles(mapInputs(inputs, change), "jsonl"), shaped)).toEqual(expected);
      }
    });

    it("from several files a role, in either order", async () => {
      const files = await inParts(mapInputs(inputs, shuffled));
      expect(await contentsOf(files, shaped)).toEqual(expected);
      expect(await contentsOf(reversed(files), shaped)).toEqual(expected);
    });

    it.each([
      [1, 300, 0],
      [2, 5000, 3000],
      [4, 300, 1 << 20],
      [8, 300, 0],
      [8, 1 << 20, 500],
    ])("from the same files, with %i lanes, cuts of about %i bytes and memory for %i, to the last byte", async (...options) => {
      const files = await inParts(inputs);
      const [lanes, chunkBytes, memory] = options;
      const engines = lanes > 1 ? 2 : 1;
      const hashes = await hashesOf(files, shaped, { lanes, chunkBytes, memory, engines });
      expect(hashes).toEqual(await hashesOf(files, shaped));
    });

    it("from the same files, whatever their order, their names and the engines, to the last byte", async () => {
      const files = await inParts(inputs);
      const renamed = files.map(({ role, file }) => ({ role, file: { ...file, path: `other/${role}-${file.path}` } }));
      const whole = await hashesOf(files, shaped);
      expect(await hashesOf(reversed(files), shaped)).toEqual(whole);
      expect(await hashesOf(shuffled(renamed), shaped, { chunkBytes: 2000, engines: 2 })).toEqual(whole);
    });

    it("from gzipped files", async () => {
      expect(await contentsOf(await gzipped(await inputFiles(inputs, "csv")), shaped)).toEqual(expected);
    });

    it("with small chunks, read by one engine or by two", async () => {
      const files = await inputFiles(inputs, "csv");
      expect(await contentsOf(files, shaped, { chunkBytes: 2000 })).toEqual(expected);
      expect(await contentsOf(files, shaped, { chunkBytes: 2000, engines: 2 })).toEqual(expected);
    });
  },
);

describe("two files of the same bytes, whose paths say more than they do,", () => {
  it("give the same bytes in either order", async () => {
    const blob = new Blob(["dt,customer_id,item_id,is_order\n,1,7,0\n2024-05-15,1,8,0\n"]);
    const files = ["dt=2024-05-14/a.csv", "b/a.csv", "c/a.csv"].map((path) => ({
      role: "impressions" as const,
      file: { path, blob },
    }));
    const whole = await hashesOf(files, {});
    expect(await hashesOf(reversed(files), {})).toEqual(whole);
    expect(await hashesOf(shuffled(files), {})).toEqual(whole);
  });
});

describe("two engines", () => {
  it("count, reject and number rows as one does", async () => {
    const { config, inputs } = caseOf("random-3");
    const bad: InputRecord = { dt: "2024-05-01", customer_id: 1, item_id: 5, click_time: "yesterday" };
    const clicks = (inputs.clicks ?? []).flatMap((record, index) => (index % 7 === 3 ? [record, bad] : [record]));
    const files = await inputFiles({ ...inputs, clicks }, "csv");
    const one = await buildInMemory(files, config, { chunkBytes: 500 });
    const two = await buildInMemory(files, config, { chunkBytes: 500, engines: 2 });
    expect({ ...two.report, milliseconds: null }).toEqual({ ...one.report, milliseconds: null });
    expect(await two.scanned.rejected.toCsv().text()).toBe(await one.scanned.rejected.toCsv().text());
    expect(two.scanned.rejected.first.map(({ row }) => clicks[row - 1])).toEqual(clicks.filter((record) => record === bad));
  });

  it("start again with text ids, wherever the text is found", async () => {
    const { config, inputs } = caseOf("random-3");
    const clicks = [...(inputs.clicks ?? []), { ...inputs.clicks?.[0], item_id: "sku-1" }];
    const files = await inputFiles({ ...inputs, clicks }, "csv");
    const expected = await hashesOf(files, config);
    expect(await hashesOf(files, config, { chunkBytes: 500, engines: 2 })).toEqual(expected);
    const { textIds, dataset } = await buildInMemory(files, config);
    const all = (dataset.itemIds as string[]).slice(1);
    const integers = (all.length - 1) / all.length;
    expect(textIds).toEqual({ customer: null, item: { file: "clicks.csv", example: "sku-1", integers } });
  });

  it("build a dataset of no rows, where no carousel has items", async () => {
    const impressions = [{ dt: "2024-05-15", ranking_id: "r1", customer_id: 1, impressions: [] }];
    const clicks = [{ dt: "2024-05-14", customer_id: 1, item_id: 5, click_time: "2024-05-14 10:00:00" }];
    const files = await inputFiles({ impressions, clicks }, "jsonl");
    const { report } = await buildInMemory(files, {}, { engines: 2 });
    expect(report).toMatchObject({ rows: 0, emptyImpressions: 1, actions: 1, audit: { histories: 0, violations: 0 } });
  });
});

describe("impressions with an item a row", () => {
  it.each(Object.keys(SHAPES) as Shape[])("give the files of nested ones, %s", async (shape) => {
    const { config, inputs } = caseOf("random-3");
    const shaped = shapedConfig(config, shape);
    type Shown = { item_id: unknown; is_order: unknown };
    // A flat file cannot tell of a carousel without items.
    const nested = (inputs.impressions ?? []).filter((record) => (record.impressions as Shown[]).length > 0);
    const flat = nested.flatMap(({ impressions, ...rest }) =>
      (impressions as Shown[]).map((item, slot) => ({ ...rest, ...item, slot })),
    );
    const expected = await contentsOf(await inputFiles({ ...inputs, impressions: nested }, "jsonl"), shaped);
    expect(await contentsOf(await inputFiles({ ...inputs, impressions: flat }, "csv"), shaped)).toEqual(expected);
    const mixed = await inputFiles({ ...inputs, impressions: shuffled(flat) }, "jsonl");
    expect(await contentsOf(mixed, shaped)).toEqual(expected);
  });
});
