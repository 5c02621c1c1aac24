import { beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_CONFIG, OUTPUT_COLUMNS, parseConfig } from "../config";
import { sha256OfFile } from "../hash";
import { configOf } from "../link";
import { type Cell, queryWithDuckDB, READERS, type Row } from "../parquet/testing/readers.mts";
import { buildInMemory, type TestBuild } from "../testing/builds.mts";
import type { Inputs } from "../testing/cases.mts";
import { inputFiles } from "../testing/input-files.mts";
import { VERSION } from "../version";

/** All eleven, in no order that anything else has. */
const COLUMNS = [
  "oldest_action_at",
  "is_order",
  "actions",
  "dt",
  "slot",
  "impressions",
  "newest_action_at",
  "customer_id",
  "action_types",
  "history_length",
  "ranking_id",
];

const INPUTS: Inputs = {
  impressions: [
    {
      dt: "2024-05-16",
      ranking_id: "r1",
      customer_id: 9,
      impressions: [
        { item_id: 7, is_order: null },
        { item_id: -5, is_order: true },
        { item_id: 7, is_order: false },
      ],
    },
    { dt: "2024-05-15", ranking_id: "r3", customer_id: 10, impressions: [{ item_id: 8, is_order: true }] },
    { dt: "2024-05-15", ranking_id: "r2", customer_id: 9, impressions: [{ item_id: 8, is_order: false }] },
    { dt: "2024-05-15", ranking_id: "é", customer_id: 9, impressions: [{ item_id: 7, is_order: null }] },
    { dt: "2024-05-15", ranking_id: "r10", customer_id: 9, impressions: [{ item_id: 6, is_order: false }] },
    { dt: "2024-05-15", ranking_id: "r9", customer_id: 9, impressions: [] },
  ],
  clicks: [
    { dt: "2024-05-13", customer_id: 9, item_id: 7, click_time: "2024-05-13 10:00:00.123456" },
    { dt: "2024-05-14", customer_id: 9, item_id: 8, click_time: "2024-05-14 23:59:59.999999" },
    { dt: "2024-05-15", customer_id: 9, item_id: 6, click_time: "2024-05-15 08:00:00" },
    { dt: "2024-05-14", customer_id: 11, item_id: 99, click_time: "2024-05-14 08:00:00" },
  ],
  previous_orders: [{ order_date: "2024-05-12", customer_id: 9, config_id: -5 }],
};

const micros = (time: string): bigint => BigInt(Date.parse(`${time}Z`)) * 1000n;

/** Integers by value; text by UTF-8 bytes: r10, r2, é. Histories hold four actions. */
const EMPTY = { actions: [], types: [], newest: null, oldest: null };
const FIRST_DAY = {
  actions: [8, 7, -5],
  types: [1, 1, 3],
  newest: micros("2024-05-14T23:59:59.999") + 999n,
  oldest: micros("2024-05-12T00:00:00"),
};
const SECOND_DAY = {
  actions: [6, 8, 7, -5],
  types: [1, 1, 1, 3],
  newest: micros("2024-05-15T08:00:00"),
  oldest: micros("2024-05-12T00:00:00"),
};
const CAROUSELS = [
  { dt: "2024-05-15", customer: 9, ranking: "r10", items: [6], labels: [false], history: FIRST_DAY },
  { dt: "2024-05-15", customer: 9, ranking: "r2", items: [8], labels: [false], history: FIRST_DAY },
  { dt: "2024-05-15", customer: 9, ranking: "é", items: [7], labels: [null], history: FIRST_DAY },
  { dt: "2024-05-15", customer: 10, ranking: "r3", items: [8], labels: [true], history: EMPTY },
  { dt: "2024-05-16", customer: 9, ranking: "r1", items: [7, -5, 7], labels: [null, true, false], history: SECOND_DAY },
];

interface Shape {
  layout: "exploded" | "compact";
  /** What an item id is in the file. */
  item: (id: number) => Cell;
  /** What a customer id is in the file. */
  customer: (id: number) => Cell;
}

/** The rows of {@link CAROUSELS} as a reader must give them, of histories of four. */
function rowsOf(carousels: typeof CAROUSELS, { layout, item, customer }: Shape): Row[] {
  return carousels.flatMap(({ dt, customer: id, ranking, items, labels, history }): Row[] => {
    const padding = new Array<number>(4 - history.actions.length).fill(0);
    const common = {
      oldest_action_at: history.oldest,
      actions: [...history.actions.map(item), ...padding.map((zero) => (typeof item(1) === "bigint" ? BigInt(zero) : zero))],
      dt,
      newest_action_at: history.newest,
      customer_id: customer(id),
      action_types: [...history.types, ...padding],
      history_length: history.actions.length,
      ranking_id: ranking,
    };
    if (layout === "compact") {
      return [{ ...common, is_order: labels, slot: items.map((_, slot) => slot), impressions: items.map(item) }];
    }
    return items.map((shown, slot) => ({ ...common, is_order: labels[slot] ?? null, slot, impressions: item(shown) }));
  });
}

async function buildWith(output: object, inputs = INPUTS, more: object = {}): Promise<TestBuild> {
  const config = { rank: { maxActions: 4 }, ...more, output: { columns: COLUMNS, ...output } };
  return buildInMemory(await inputFiles(inputs, "json"), config);
}

function fileOf({ bytes }: TestBuild, name = "dataset.parquet"): Uint8Array {
  return bytes.get(name) ?? new Uint8Array();
}

async function expectRows(file: Uint8Array, rows: Row[]): Promise<void> {
  for (const [reader, read] of Object.entries(READERS)) expect(await read(file), reader).toEqual(rows);
}

const withText = (prefix: string) => (inputs: Inputs) =>
  JSON.parse(JSON.stringify(inputs), (key, value) => (key === "customer_id" ? `${prefix}${value}` : value)) as Inputs;

const LAYOUTS = ["exploded", "compact"] as const;
const COMPRESSIONS = ["zstd", "snappy", "none"] as const;
const TYPES = ["int32", "int64"] as const;
const ALL = LAYOUTS.flatMap((layout) =>
  COMPRESSIONS.flatMap((compression) => TYPES.map((type) => ({ layout, compression, type }))),
);

describe("the dataset", () => {
  it("is tested with every column there is", () => {
    expect([...COLUMNS].sort()).toEqual([...OUTPUT_COLUMNS].sort());
  });

  it.each(ALL)("as $layout, $compression, $type has the same rows in every reader", async ({ layout, compression, type }) => {
    const file = fileOf(await buildWith({ layout, compression, itemIdType: type }));
    const shape: Shape = { layout, item: type === "int64" ? BigInt : Number, customer: BigInt };
    await expectRows(file, rowsOf(CAROUSELS, shape));
    const codecs = await queryWithDuckDB(file, "SELECT DISTINCT compression FROM parquet_metadata($file)");
    expect(codecs).toEqual([{ compression: { zstd: "ZSTD", snappy: "SNAPPY", none: "UNCOMPRESSED" }[compression] }]);
  });

  it.each(LAYOUTS)("orders customers with text ids by their bytes, as %s", async (layout) => {
    const file = fileOf(await buildWith({ layout }, withText("u")(INPUTS)));
    const [other, ...rest] = [CAROUSELS[3], ...CAROUSELS.slice(0, 3), CAROUSELS[4]].filter((carousel) => carousel !== undefined);
    const carousels = other ? [other, ...rest] : rest;
    await expectRows(file, rowsOf(carousels, { layout, item: BigInt, customer: (id) => `u${id}` }));
  });

  it.each(LAYOUTS)("holds dense ids with a vocabulary beside it, as %s", async (layout) => {
    const built = await buildWith({ layout, itemIds: "vocabulary" });
    const ids = [-5, 6, 7, 8, 99];
    const shape: Shape = { layout, item: (id) => ids.indexOf(id) + 1, customer: BigInt };
    await expectRows(fileOf(built), rowsOf(CAROUSELS, shape));
    await expectRows(
      fileOf(built, "vocabulary.parquet"),
      ids.map((item, index) => ({ id: index + 1, item_id: BigInt(item) })),
    );
  });

  it("gives the item 0 a number like any other in a vocabulary", async () => {
    const impressions = [
      { dt: "2024-05-15", ranking_id: "r1", customer_id: 9, impressions: [{ item_id: 0 }, { item_id: -1 }, { item_id: 4 }] },
    ];
    const built = await buildWith({ columns: ["impressions"], itemIds: "vocabulary", itemIdType: "int64" }, { impressions });
    await expectRows(
      fileOf(built),
      [2n, 1n, 3n].map((id) => ({ impressions: id })),
    );
    await expectRows(fileOf(built, "vocabulary.parquet"), [
      { id: 1, item_id: -1n },
      { id: 2, item_id: 0n },
      { id: 3, item_id: 4n },
    ]);
  });

  it("names the newest and the oldest action whatever the order of the history", async () => {
    const columns = ["actions", "newest_action_at", "oldest_action_at"];
    const more = { rank: { maxActions: 2 }, pad: { order: "oldest_first", side: "left" } };
    const [first] = await READERS.hyparquet(fileOf(await buildWith({ columns }, INPUTS, more)));
    expect(first).toEqual({
      actions: [7n, 8n],
      newest_action_at: FIRST_DAY.newest,
      oldest_action_at: micros("2024-05-13T10:00:00.123") + 456n,
    });
  });

  it("names them by the instants of those that count, where partition dates decide", async () => {
    const clicks = [
      { dt: "2024-05-15", customer_id: 9, item_id: 1, click_time: "2024-05-14 10:00:00" },
      { dt: "2024-05-14", customer_id: 9, item_id: 2, click_time: "2024-05-14 09:00:00" },
      { dt: "2024-05-15", customer_id: 9, item_id: 3, click_time: "2024-05-14 08:00:00" },
      { dt: "2024-05-14", customer_id: 9, item_id: 4, click_time: "2024-05-14 07:00:00" },
      { dt: "2024-05-15", customer_id: 9, item_id: 5, click_time: "2024-05-14 06:00:00" },
    ];
    const impressions = [{ dt: "2024-05-15", ranking_id: "r1", customer_id: 9, impressions: [{ item_id: 8 }] }];
    const columns = ["actions", "newest_action_at", "oldest_action_at"];
    const built = await buildWith({ columns }, { impressions, clicks }, { filter: { cutoff: "partition_date" } });
    await expectRows(fileOf(built), [
      {
        actions: [2n, 4n, 0n, 0n],
        newest_action_at: micros("2024-05-14T09:00:00"),
        oldest_action_at: micros("2024-05-14T07:00:00"),
      },
    ]);
  });

  it("is cut into row groups of about 12 million list elements", async () => {
    const items = Array.from({ length: 1300 }, (_, k) => ({ item_id: k + 1 }));
    const impressions = [{ dt: "2024-05-15", ranking_id: "r1", customer_id: 9, impressions: items }];
    const built = await buildWith({ columns: ["slot", "actions"] }, { ...INPUTS, impressions }, { rank: { maxActions: 10_000 } });
    const groups = "SELECT DISTINCT row_group_id AS g, row_group_num_rows AS n FROM parquet_metadata($file) ORDER BY g";
    expect(await queryWithDuckDB(fileOf(built), groups)).toEqual([
      { g: 0n, n: 1228n },
      { g: 1n, n: 72n },
    ]);
    const same =
      "SELECT count(*) AS n FROM read_parquet($file) WHERE len(actions) = 10000 AND actions[1:4] = [8, 7, -5, 0] AND list_sum(actions) = 10";
    expect(await queryWithDuckDB(fileOf(built), same)).toEqual([{ n: 1300n }]);
  });
});

describe("the dataset's footer", () => {
  let exploded: Uint8Array;
  let compact: Uint8Array;
  beforeAll(async () => {
    exploded = fileOf(await buildWith({}));
    compact = fileOf(await buildWith({ layout: "compact", itemIdType: "int32" }));
  });

  const schemaOf = (file: Uint8Array) =>
    queryWithDuckDB(
      file,
      `SELECT concat_ws(' ', lower(repetition_type), type, name, converted_type) AS node FROM parquet_schema($file) OFFSET 1`,
    ).then((rows) => rows.map(({ node }) => node));

  it("has standard types: lists of three levels, and nulls only where there may be some", async () => {
    expect(await schemaOf(exploded)).toEqual([
      "optional INT64 oldest_action_at TIMESTAMP_MICROS",
      "optional BOOLEAN is_order",
      "required actions LIST",
      "repeated list",
      "required INT64 element",
      "required INT32 dt DATE",
      "required INT32 slot",
      "required INT64 impressions",
      "optional INT64 newest_action_at TIMESTAMP_MICROS",
      "required INT64 customer_id",
      "required action_types LIST",
      "repeated list",
      "required INT32 element INT_8",
      "required INT32 history_length",
      "optional BYTE_ARRAY ranking_id UTF8",
    ]);
  });

  it("has lists for what a carousel holds in the compact layout", async () => {
    const nodes = await schemaOf(compact);
    expect(nodes.slice(1, 7)).toEqual([
      "required is_order LIST",
      "repeated list",
      "optional BOOLEAN element",
      "required actions LIST",
      "repeated list",
      "required INT32 element",
    ]);
    expect(nodes.slice(8, 14)).toEqual([
      "required slot LIST",
      "repeated list",
      "required INT32 element",
      "required impressions LIST",
      "repeated list",
      "required INT32 element",
    ]);
  });

  it("says that instants are in UTC", async () => {
    const sql = "SELECT DISTINCT logical_type AS type FROM parquet_schema($file) WHERE name LIKE '%_action_at'";
    expect(await queryWithDuckDB(exploded, sql)).toEqual([{ type: expect.stringMatching(/isAdjustedToUTC=1.*MICROS=Micro/) }]);
  });

  it("has the smallest and the largest value of each column", async () => {
    const columns = "path_in_schema AS path, stats_min_value AS min, stats_max_value AS max, stats_null_count AS nulls";
    expect(await queryWithDuckDB(exploded, `SELECT ${columns} FROM parquet_metadata($file)`)).toEqual([
      { path: "oldest_action_at", min: "2024-05-12 00:00:00+00", max: "2024-05-12 00:00:00+00", nulls: 1n },
      { path: "is_order", min: "false", max: "true", nulls: 2n },
      { path: "actions, list, element", min: "-5", max: "8", nulls: 0n },
      { path: "dt", min: "2024-05-15", max: "2024-05-16", nulls: 0n },
      { path: "slot", min: "0", max: "2", nulls: 0n },
      { path: "impressions", min: "-5", max: "8", nulls: 0n },
      { path: "newest_action_at", min: "2024-05-14 23:59:59.999999+00", max: "2024-05-15 08:00:00+00", nulls: 1n },
      { path: "customer_id", min: "9", max: "10", nulls: 0n },
      { path: "action_types, list, element", min: "0", max: "3", nulls: 0n },
      { path: "history_length", min: "0", max: "4", nulls: 0n },
      { path: "ranking_id", min: "r1", max: "é", nulls: 0n },
    ]);
  });

  it("holds the app's version, the config with every default, and the report's counts", async () => {
    const pairs = await queryWithDuckDB(
      exploded,
      "SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata($file)",
    );
    const metadata = Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
    expect(Object.keys(metadata)).toEqual([
      "lookback.version",
      "lookback.config",
      "lookback.link",
      "lookback.inputs",
      "lookback.report",
    ]);
    expect(metadata["lookback.version"]).toBe(VERSION);
    expect(JSON.parse(String(metadata["lookback.config"]))).toEqual({
      ...DEFAULT_CONFIG,
      rank: { maxActions: 4 },
      output: { ...DEFAULT_CONFIG.output, columns: COLUMNS },
    });
    expect(await configOf(String(metadata["lookback.link"]))).toEqual(JSON.parse(String(metadata["lookback.config"])));
    // In the order of the roles, and without names.
    const files = await inputFiles(INPUTS, "json");
    const sums = await Promise.all(files.map(async ({ role, file }) => ({ role, sha256: await sha256OfFile(file) })));
    expect(JSON.parse(String(metadata["lookback.inputs"]))).toMatchObject(sums);
    expect(metadata["lookback.inputs"]).not.toContain("clicks.json");
    expect(JSON.parse(String(metadata["lookback.report"]))).toEqual({
      impressions: 6,
      emptyImpressions: 1,
      rows: 7,
      actions: 5,
      histories: 3,
      emptyHistories: 1,
      truncatedHistories: 0,
      partitionDateMismatches: 0,
      actionTypes: { "1": 5, "2": 0, "3": 2 },
    });
  });

  it("is the same, however the config was written down", async () => {
    const { version, rank, output, ...rest } = parseConfig({ rank: { maxActions: 4 }, output: { columns: COLUMNS } });
    const { columns, ...others } = output;
    const config = { output: { ...others, columns }, ...rest, rank, version };
    const { bytes } = await buildInMemory(await inputFiles(INPUTS, "json"), config);
    expect(bytes.get("dataset.parquet")).toEqual(exploded);
  });
});

describe("a dataset of one file a day", () => {
  it("names the files by their days and puts each row into its own", async () => {
    const built = await buildWith({ partitionBy: "dt", itemIds: "vocabulary" });
    const names = ["dt=2024-05-15/part-0.parquet", "dt=2024-05-16/part-0.parquet", "vocabulary.parquet"];
    expect([...built.bytes.keys()]).toEqual(names);
    expect(built.report.output.map(({ file, rows }) => [file, rows])).toEqual([
      [names[0], 4],
      [names[1], 3],
      [names[2], 5],
    ]);
    const ids = [-5, 6, 7, 8, 99];
    const rows = rowsOf(CAROUSELS, { layout: "exploded", item: (id) => ids.indexOf(id) + 1, customer: BigInt });
    await expectRows(fileOf(built, names[0]), rows.slice(0, 4));
    await expectRows(fileOf(built, names[1]), rows.slice(4));
  });

  it("tells of each file its true size and hash", async () => {
    const { report, bytes } = await buildWith({ partitionBy: "dt", itemIds: "vocabulary" });
    for (const { file, bytes: size, sha256 } of report.output) {
      const content = bytes.get(file) ?? new Uint8Array();
      const digest = await crypto.subtle.digest("SHA-256", content as Uint8Array<ArrayBuffer>);
      expect([size, sha256], file).toEqual([content.length, Buffer.from(digest).toString("hex")]);
    }
  });
});

describe("an item id", () => {
  const shown = (item: string) =>
    `[{"dt":"2024-05-15","ranking_id":"r1","customer_id":1,"impressions":[{"item_id":1},{"item_id":${item}}]}]`;
  const buildShown = (item: string, output: object) =>
    buildInMemory([{ role: "impressions", file: { path: "shown.json", blob: new Blob([shown(item)]) } }], { output });

  it.each(["2147483647", "-2147483648"])("of 32 bits, %s, fits into int32", async (item) => {
    const { bytes } = await buildShown(item, { columns: ["impressions"], itemIdType: "int32" });
    await expectRows(bytes.get("dataset.parquet") ?? new Uint8Array(), [{ impressions: 1 }, { impressions: Number(item) }]);
  });

  it.each(["2147483648", "-2147483649", "9223372036854775807"])("of more, %s, is an error that names it", async (item) => {
    await expect(buildShown(item, { itemIdType: "int32" })).rejects.toMatchObject({
      problem: { code: "item-id-too-large", itemId: item, type: "int32" },
    });
  });

  it("of more than 32 bits is no obstacle to a vocabulary of int32", async () => {
    const { bytes } = await buildShown("2147483648", { columns: ["impressions"], itemIds: "vocabulary" });
    await expectRows(bytes.get("dataset.parquet") ?? new Uint8Array(), [{ impressions: 1 }, { impressions: 2 }]);
  });

  it("that is text is an error with raw ids, which names the file and the id", async () => {
    await expect(buildShown('"sku-1"', {})).rejects.toMatchObject({
      problem: { code: "text-item-ids", file: "shown.json", example: "sku-1" },
    });
  });
});
