import { beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_CONFIG, parseConfig } from "./config";
import { problemOf } from "./errors";
import { sha256OfFile } from "./hash";
import { manifestOf } from "./manifest";
import { type Recipe, readRecipe } from "./recipe";
import { buildInMemory, type TestBuild } from "./testing/builds.mts";
import { type InputFile, inputFiles } from "./testing/input-files.mts";
import { VERSION } from "./version";

const CONFIG = parseConfig({ rank: { maxActions: 3 }, output: { partitionBy: "dt", itemIds: "vocabulary" } });
const INPUTS = {
  clicks: [{ dt: "2024-05-14", customer_id: 1, item_id: 5, click_time: "2024-05-14 10:00:00" }],
  impressions: [{ dt: "2024-05-15", ranking_id: "r1", customer_id: 1, impressions: [{ item_id: 9, is_order: true }] }],
};

const file = (path: string, content: string | Uint8Array) => ({ path, blob: new Blob([content as string]) });

let files: InputFile[];
let built: TestBuild;
beforeAll(async () => {
  files = await inputFiles(INPUTS, "json");
  built = await buildInMemory(files, CONFIG);
});

/** Role and hash of each input, in the order of the roles. */
async function sums(): Promise<object[]> {
  const found = await Promise.all(files.map(async (input) => ({ role: input.role, sha256: await sha256OfFile(input.file) })));
  return found.sort((a, b) => (a.role === "impressions" ? -1 : b.role === "impressions" ? 1 : 0));
}

describe("the recipe", () => {
  it.each(["dt=2024-05-15/part-0.parquet", "vocabulary.parquet"])(
    "of %s has its config and the hashes of its inputs",
    async (name) => {
      const recipe = await readRecipe(file(name, built.bytes.get(name) ?? ""));
      expect(recipe).toMatchObject({ kind: "parquet", version: VERSION, config: CONFIG, inputs: await sums(), outputs: [] });
      expect(recipe?.inputs.map((input) => input.file)).toEqual([undefined, undefined]);
    },
  );

  it("of a manifest has the inputs' names and the outputs' hashes too", async () => {
    const recipe = await readRecipe(file("manifest.json", manifestOf(built.report)));
    expect(recipe).toMatchObject({ kind: "manifest", version: VERSION, config: CONFIG });
    expect(recipe?.inputs.map((input) => input.file)).toEqual(["clicks.json", "impressions.json"]);
    expect(recipe?.outputs).toEqual(built.report.output.map((output) => ({ file: output.file, sha256: output.sha256 })));
  });

  it("of a report is that of its manifest", async () => {
    const report = await readRecipe(file("report.json", JSON.stringify(built.report)));
    expect(report).toEqual(await readRecipe(file("manifest.json", manifestOf(built.report))));
  });

  it.each([
    ["a saved config", JSON.stringify(DEFAULT_CONFIG, null, 2), DEFAULT_CONFIG],
    ["a config by hand", '\ufeff{ "rank": { "maxActions": 7 } }', parseConfig({ rank: { maxActions: 7 } })],
  ])("of %s is its settings", async (_, text, config) => {
    const expected: Recipe = { kind: "config", config, version: null, inputs: [], outputs: [] };
    expect(await readRecipe(file("config.json", text))).toEqual(expected);
  });
});

describe("a file that is none of ours", () => {
  it("has no recipe, so that data stays data", async () => {
    const { file: parquet } = (await inputFiles({ clicks: INPUTS.clicks }, "parquet"))[0] as InputFile;
    const strangers = [
      parquet,
      file("a.jsonl", '{"customer_id":1,"item_id":2}\n{"customer_id":1,"item_id":3}\n'),
      file("one.jsonl", '{"version":"1","config":"x","sources":1,"output":"y"}\n'),
      file("rank.jsonl", '{"rank":3}\n'),
      file("orders.json", '[{"version":1,"rank":{}}]'),
      file("a.csv", "dt,customer_id\n"),
      file("cut.json", '{"version":1,"rank":{'),
      file("empty.json", ""),
      file("cut.parquet", (built.bytes.get("vocabulary.parquet") ?? new Uint8Array()).subarray(0, 40)),
      file("magic.parquet", "PAR1"),
    ];
    for (const stranger of strangers) expect(await readRecipe(stranger), stranger.path).toBeNull();
  });
});

describe("a recipe that is not understood", () => {
  it("is an error that names the file and the setting", async () => {
    const future = { ...built.report, version: "9.0.0", config: { ...CONFIG, colour: 1 } };
    const thrown = await readRecipe(file("manifest.json", JSON.stringify(future))).catch(problemOf);
    expect(thrown).toMatchObject({ code: "bad-recipe", file: "manifest.json", message: expect.stringContaining("colour") });
  });

  it("is an error that names the dataset, wherever its footer is damaged", async () => {
    const bytes = built.bytes.get("vocabulary.parquet") ?? new Uint8Array();
    const footerBytes = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8).getUint32(0, true);
    const messages = new Set<string>();
    for (let at = bytes.length - 8 - footerBytes; at < bytes.length; at += 3) {
      for (const byte of [0, 0xff]) {
        const read = readRecipe(file("damaged.parquet", bytes.with(at, byte)));
        const problem = await read.then(() => null, problemOf);
        if (problem === null) continue;
        expect(problem, `${byte} at ${at}`).toMatchObject({ code: "bad-recipe", file: "damaged.parquet" });
        if (problem.code === "bad-recipe") messages.add(problem.message);
      }
    }
    expect(messages).toContain("its footer is damaged");
  });

  it("names the setting of a saved config", async () => {
    const thrown = await readRecipe(file("config.json", '{"version":1,"rank":{"maxActions":0}}')).catch(problemOf);
    expect(thrown).toMatchObject({ code: "bad-config", path: "rank.maxActions" });
  });
});
