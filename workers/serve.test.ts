import { beforeEach, describe, expect, it } from "vitest";
import { parseConfig } from "../lib/config";
import type { Distributions } from "../lib/distributions";
import type { Engine } from "../lib/engine/engine";
import { LookbackError, type Problem } from "../lib/errors";
import { hasherHere } from "../lib/hash";
import { readWithHyparquet } from "../lib/parquet/testing/readers.mts";
import { createLane } from "../lib/pipeline/lane";
import { NO_FILTER, type SamplePage, type SampleQuery, WHOLE_VIEW } from "../lib/sample";
import { toIpc } from "../lib/sources/ipc";
import type { OpenedSource } from "../lib/sources/open";
import type { BuildSource, SourceFile } from "../lib/sources/types";
import { createMemoryStore } from "../lib/store/memory";
import { sharedEngine } from "../lib/testing/builds.mts";
import type { Built, CallName, Calls, FromWorker, ToWorker } from "./protocol";
import { type Surroundings, serve } from "./serve";

const CONFIG = parseConfig({ rank: { maxActions: 3 } });
const file = (path: string, text: string) => ({ path, blob: new Blob([text]) });

const IMPRESSIONS = file(
  "impressions.json",
  `[{"dt":"2024-05-15","ranking_id":"r1","customer_id":9007199254740993,"impressions":[{"item_id":9223372036854775807,"is_order":true},{"item_id":5}]},
    {"dt":"2024-05-15","ranking_id":"r2","customer_id":42,"impressions":[{"item_id":7,"is_order":false}]}]`,
);
/** No rows of Arrow are plain. */
const ARROW_CLICKS: SourceFile = {
  path: "clicks.arrow",
  blob: new Blob([
    toIpc({ customer_id: BigInt64Array.of(42n), item_id: BigInt64Array.of(5n), click_time: ["2024-05-14 13:00:00"] }) as BlobPart,
  ]),
};
const CLICKS = file(
  "clicks.csv",
  `dt,customer_id,item_id,click_time
2024-05-14,9007199254740993,9223372036854775806,2024-05-14 13:00:00
2024-05-13,9007199254740993,111,2024-05-13 13:00:00
2024-05-14,9007199254740993,,2024-05-14 13:00:00
`,
);

/** The page's end of the wire: sends calls and keeps every message that comes back. */
class Page {
  readonly messages: FromWorker[] = [];
  /** Engines that were given out and not closed. */
  enginesOpen = 0;
  readonly take: (message: ToWorker) => Promise<void>;
  private lastId = 0;

  constructor(surroundings: Partial<Surroundings> = {}) {
    this.take = serve({
      prepare: async () => undefined,
      createEngine: () => this.createEngine(),
      createLane: () => createLane(async () => undefined),
      cores: 1,
      createStore: async () => createMemoryStore(),
      clearStore: async () => undefined,
      hasher: hasherHere(),
      post: (message) => this.messages.push(message),
      ...surroundings,
    });
  }

  /** Sends a call and gives its one answer. */
  async call<N extends CallName>(name: N, request: Calls[N]["request"]): Promise<Exclude<FromWorker, { kind: "progress" }>> {
    this.lastId += 1;
    const id = this.lastId;
    await this.take({ id, name, request } as ToWorker);
    const answers = this.messages.filter((message) => message.id === id && message.kind !== "progress");
    expect(answers).toHaveLength(1);
    expect(this.messages.at(-1), "the answer is the last that is said of a call").toBe(answers[0]);
    return structuredClone(answers[0]) as Exclude<FromWorker, { kind: "progress" }>;
  }

  async done<N extends CallName>(name: N, request: Calls[N]["request"]): Promise<Calls[N]["answer"]> {
    const answer = await this.call(name, request);
    if (answer.kind === "failed") throw new LookbackError(answer.problem);
    return answer.answer as Calls[N]["answer"];
  }

  async failed<N extends CallName>(name: N, request: Calls[N]["request"]): Promise<Problem> {
    const answer = await this.call(name, request);
    if (answer.kind === "done") throw new Error(`${name} went well`);
    return answer.problem;
  }

  async sources(...files: { path: string; blob: Blob }[]): Promise<BuildSource[]> {
    const sources: BuildSource[] = [];
    for (const each of files) {
      const { source, role } = await this.done("sniff", { file: each, config: CONFIG, role: null });
      if (role) sources.push({ file: each, source, role });
    }
    return sources;
  }

  private async createEngine(): Promise<Engine> {
    const engine = await sharedEngine();
    this.enginesOpen += 1;
    const close = async () => {
      this.enginesOpen -= 1;
    };
    return { ...engine, close };
  }
}

let page: Page;
beforeEach(() => {
  page = new Page();
});

const sample = (query: Partial<SampleQuery> = {}): SampleQuery => ({ ...WHOLE_VIEW, offset: 0, limit: 10, ...query });
const ofCustomer = (text: string) => ({ filter: { ...NO_FILTER, customer: { how: "contains" as const, text } } });

describe("the worker", () => {
  it("takes away what closed pages have built, before it writes anything", async () => {
    const steps: string[] = [];
    const clearStore = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      steps.push("cleared");
    };
    const createStore = async () => {
      steps.push("created");
      return createMemoryStore();
    };
    page = new Page({ clearStore, createStore });
    const sources = await page.sources(IMPRESSIONS, CLICKS);
    const warming = page.take({ id: -1, name: "warm", request: null });
    await page.done("build", { sources, config: CONFIG });
    await warming;
    await page.done("warm", null);
    expect(steps).toEqual(["cleared", "created"]);
  });

  it("starts an engine as soon as a file is seen that needs one, which the build takes", async () => {
    let started = 0;
    const createEngine = async (): Promise<Engine> => {
      started += 1;
      return { ...(await sharedEngine()), close: async () => undefined };
    };
    page = new Page({ createEngine });
    await page.done("warm", null);
    await page.sources(IMPRESSIONS, CLICKS);
    expect(started).toBe(0);
    const sources = await page.sources(IMPRESSIONS, CLICKS, ARROW_CLICKS);
    expect(started).toBe(1);
    await page.done("check", { sources, config: CONFIG });
    await page.done("build", { sources, config: CONFIG });
    expect(started).toBe(1);
  });

  it("starts lanes as soon as it knows how much there will be to read, as many as may be used", async () => {
    let started = 0;
    const startLane = () => {
      started += 1;
      return createLane(async () => undefined);
    };
    page = new Page({ createLane: startLane, cores: 4 });
    await page.done("expect", { bytes: 1 << 20 });
    await page.done("expect", { bytes: 900 << 20, threads: 1 });
    expect(started).toBe(0);
    await page.done("expect", { bytes: 900 << 20 });
    expect(started).toBe(4);
  });

  it("needs no engine for files of plain rows", async () => {
    const createEngine = () => Promise.reject(new Error("an engine was started"));
    page = new Page({ createEngine });
    const shown = `dt,ranking_id,customer_id,impressions\n2024-05-15,r1,42,"[{""item_id"":7,""is_order"":true}]"\n`;
    const clicks = "dt,customer_id,item_id,click_time\n2024-05-14,42,5,2024-05-14 13:00:00\n";
    const sources = await page.sources(file("impressions.csv", shown), file("clicks.csv", clicks));
    expect((await page.done("check", { sources, config: CONFIG })).checked.shown).toMatchObject({ rows: 1, emptyHistories: 0 });
    expect((await page.done("build", { sources, config: CONFIG })).report).toMatchObject({ rows: 1, actions: 1 });
  });

  it("sniffs a file: its format, its columns and its role", async () => {
    const sniffed: OpenedSource = await page.done("sniff", { file: CLICKS, config: CONFIG, role: null });
    expect(sniffed.role).toBe("clicks");
    expect(sniffed.source).toMatchObject({ format: "csv", bytes: CLICKS.blob.size });
    expect(sniffed.source.columns.map(({ name }) => name)).toEqual(["dt", "customer_id", "item_id", "click_time"]);
    const unknown = await page.done("sniff", { file: file("x.csv", "a,b\n1,2\n"), config: CONFIG, role: null });
    expect(unknown.role).toBeNull();
  });

  it("checks a sample of what it sniffed, and says what it means", async () => {
    const { checked, findings } = await page.done("check", { sources: await page.sources(IMPRESSIONS, CLICKS), config: CONFIG });
    expect(checked.layouts.map(({ role, rowsRead }) => [role, rowsRead])).toEqual([
      ["impressions", 2],
      ["clicks", 3],
    ]);
    expect(findings.map(({ text }) => text)).toContainEqual(
      expect.stringContaining("1 of 3 rows will be rejected as missing-item-id"),
    );
  });

  it("ends a check when the next one begins, and when a build does", async () => {
    const request = { sources: await page.sources(IMPRESSIONS, CLICKS), config: CONFIG };
    const asked = [page.call("check", request), page.call("check", request), page.call("build", request)];
    const answers = await Promise.all(asked.map((answer) => answer.catch(() => null)));
    expect(page.messages.filter(({ kind }) => kind === "failed")).toHaveLength(2);
    expect(answers.at(-1)).toMatchObject({ kind: "done" });
  });

  it("ends a check whose engine is still starting, with more than one file to read, and takes the next and a build", async () => {
    const late = new Page({
      createEngine: async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return { ...(await sharedEngine()), close: async () => undefined };
      },
    });
    const more = file("more.json", await IMPRESSIONS.blob.text());
    const request = { sources: await late.sources(IMPRESSIONS, more, CLICKS), config: CONFIG };
    const asked = [late.call("check", request), late.call("check", request), late.call("build", request)];
    const answers = await Promise.all(asked.map((answer) => answer.catch(() => null)));
    expect(answers.at(-1)).toMatchObject({ kind: "done" });
    expect(await late.call("check", request)).toMatchObject({ kind: "done" });
  });

  it("builds plain rows at once where a check still waits for its engine", async () => {
    const never = new Page({ createEngine: () => new Promise(() => undefined) });
    const odd = file("shown.csv", "dt,customer_id,item_id,is_order\n2024-05-15, 1,7,0\n");
    const shown = file(
      "carousels.csv",
      `dt,ranking_id,customer_id,impressions\n2024-05-15,r,1,"[{""item_id"":7,""is_order"":true}]"\n`,
    );
    const stuck = never.call("check", { sources: await never.sources(odd), config: CONFIG });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await never.take({ id: 99, name: "build", request: { sources: await never.sources(shown), config: CONFIG } });
    expect(never.messages.find(({ id, kind }) => id === 99 && kind === "done")).toBeDefined();
    await stuck.catch(() => undefined);
    expect(never.messages).toContainEqual(expect.objectContaining({ kind: "failed", problem: { code: "cancelled" } }));
  });

  it("does not lend an engine again that a check failed with", async () => {
    let started = 0;
    const broken = new Page({
      createEngine: async () => {
        started += 1;
        const engine = { ...(await sharedEngine()), close: async () => undefined };
        return started > 1 ? engine : { ...engine, run: async () => Promise.reject(new Error("Out of Memory")) };
      },
    });
    const request = { sources: await broken.sources(IMPRESSIONS, CLICKS), config: CONFIG };
    expect(await broken.call("check", request)).toMatchObject({ kind: "failed" });
    expect(await broken.call("build", request)).toMatchObject({ kind: "done" });
    expect(started).toBe(2);
  });

  it.each([
    ["none", "dataset.parquet", "PAR1"],
    ["dt", "dataset.zip", "PK"],
  ])(
    "writes what is to be downloaded straight into a file of the user's, partitioned by %s",
    async (partitionBy, name, magic) => {
      const parts: Uint8Array[] = [];
      const stream = {
        write: async (bytes: Uint8Array) => void parts.push(bytes.slice()),
        close: async () => undefined,
      };
      const getFile = async () => new Blob(parts as Uint8Array<ArrayBuffer>[]);
      const saveAs = { name: "mine", createWritable: async () => stream, getFile } as unknown as FileSystemFileHandle;
      const sources = await page.sources(IMPRESSIONS, CLICKS);
      const config = parseConfig({ ...CONFIG, output: { partitionBy } });
      const { download, report } = await page.done("build", { sources, config, saveAs });
      expect(report.audit).toEqual({ histories: 2, violations: 0 });
      expect(download.file).toBe(name);
      expect(await (await getFile()).slice(0, magic.length).text()).toBe(magic);
      expect(await download.blob.text()).toBe(await (await getFile()).text());
    },
  );

  it("builds what it sniffed, and tells its progress on the way", async () => {
    const built: Built = await page.done("build", { sources: await page.sources(IMPRESSIONS, CLICKS), config: CONFIG });
    expect(built.report).toMatchObject({ rows: 3, actions: 2, audit: { histories: 2, violations: 0 } });
    expect(built.download.file).toBe("dataset.parquet");
    const rows = await readWithHyparquet(new Uint8Array(await built.download.blob.arrayBuffer()));
    expect(rows.map(({ actions }) => actions)).toEqual([
      [0n, 0n, 0n],
      [9223372036854775806n, 111n, 0n],
      [9223372036854775806n, 111n, 0n],
    ]);
    expect(built.rejected).toEqual([
      { file: "clicks.csv", row: 3, reason: "missing-item-id", text: "2024-05-14,9007199254740993,,2024-05-14 13:00:00" },
    ]);
    expect(await built.rejectedCsv.text()).toContain("clicks.csv,3,missing-item-id,");
    expect(built.actionsBySource).toEqual([{ file: "clicks.csv", counts: { "1": 2, "2": 0, "3": 0 } }]);
    const reached = page.messages.flatMap((message) => (message.kind === "progress" ? message.progress : []));
    expect([...new Set(reached.map(({ stage }) => stage))]).toEqual(["standardize", "unify", "filter", "rank", "pad"]);
    const last = new Map(reached.map(({ stage, rows, allRows, bytes }) => [stage, { rows, allRows, bytes }]));
    const all = built.report.sources.reduce((sum, { bytes }) => sum + bytes, 0);
    const read = built.report.sources.reduce((sum, { rowsRead }) => sum + rowsRead, 0);
    expect(last.get("standardize")).toEqual({ rows: read, allRows: { count: read, isExact: true }, bytes: { read: all, all } });
    expect(last.get("filter")).toEqual({ rows: 0, allRows: null, bytes: null });
    const fractions = new Map(reached.map(({ stage, fraction }) => [stage, fraction]));
    expect([...fractions.values()], "each stage is done at its end").toEqual([1, 1, 1, 1, 1]);
    expect(last.get("rank")).toEqual({ rows: 2, allRows: { count: 2, isExact: true }, bytes: null });
    expect(last.get("pad")).toEqual({ rows: 3, allRows: { count: 3, isExact: true }, bytes: null });
  });

  it("packs several files into one to download", async () => {
    const config = parseConfig({ output: { partitionBy: "dt", itemIds: "vocabulary" } });
    const built = await page.done("build", { sources: await page.sources(IMPRESSIONS, CLICKS), config });
    expect(built.files.map(({ file: name }) => name)).toEqual(["dt=2024-05-15/part-0.parquet", "vocabulary.parquet"]);
    expect(built.download.file).toBe("dataset.zip");
    expect(await built.download.blob.slice(0, 2).text()).toBe("PK");
  });

  it("closes the engines that it built with, when the build fails too", async () => {
    const sources = await page.sources(IMPRESSIONS, CLICKS);
    await page.done("build", { sources, config: CONFIG });
    expect(page.enginesOpen).toBe(0);
    await page.failed("build", { sources: sources.filter(({ role }) => role === "clicks"), config: CONFIG });
    expect(page.enginesOpen).toBe(0);
  });
});

describe("the sample of a build", () => {
  beforeEach(async () => {
    await page.done("build", { sources: await page.sources(IMPRESSIONS, CLICKS), config: CONFIG });
  });

  it("has the output's rows in their order, with every digit of their ids", async () => {
    const { total, rows }: SamplePage = await page.done("sample", sample());
    expect(total).toBe(3);
    const long = { dt: "2024-05-15", customerId: "9007199254740993", rankingId: "r1" };
    const history = {
      items: 1,
      actionTypes: Uint8Array.of(1, 1),
      itemIds: BigInt64Array.of(9223372036854775806n, 111n),
      truncated: false,
      newestAt: 1715691600000000n,
      oldestAt: 1715605200000000n,
    };
    expect(rows).toEqual([
      {
        row: 0,
        dt: "2024-05-15",
        customerId: "42",
        rankingId: "r2",
        slot: 0,
        itemId: "7",
        isOrder: false,
        items: 1,
        actionTypes: new Uint8Array(),
        itemIds: new BigInt64Array(),
        truncated: false,
        newestAt: null,
        oldestAt: null,
      },
      { row: 1, ...long, slot: 0, itemId: "9223372036854775807", isOrder: true, ...history },
      { row: 2, ...long, slot: 1, itemId: "5", isOrder: null, ...history },
    ]);
  });

  it("comes in pages", async () => {
    const page1 = await page.done("sample", sample({ offset: 1, limit: 1 }));
    expect([page1.total, page1.rows.map(({ itemId }) => itemId)]).toEqual([3, ["9223372036854775807"]]);
    const end = await page.done("sample", sample({ offset: 2, limit: 10 }));
    expect([end.total, end.rows.map(({ itemId }) => itemId)]).toEqual([3, ["5"]]);
    expect(await page.done("sample", sample({ offset: 3 }))).toEqual({ total: 3, matching: 3, rows: [] });
  });

  it("is searched by a part of the customer's id", async () => {
    const found = await page.done("sample", sample({ ...ofCustomer("0993"), offset: 1 }));
    expect([found.total, found.rows.map(({ slot }) => slot)]).toEqual([2, [1]]);
    expect((await page.done("sample", sample(ofCustomer("4")))).total).toBe(3);
    expect(await page.done("sample", sample(ofCustomer("nobody")))).toEqual({ total: 0, matching: 0, rows: [] });
    expect((await page.done("sample", sample())).total).toBe(3);
  });

  it("is gone with the build that replaces it, though that one fails", async () => {
    await page.failed("build", { sources: [], config: CONFIG });
    expect(await page.failed("sample", sample())).toMatchObject({ code: "internal", message: "no dataset has been built" });
  });

  it("shows the ids of the input where the output has those of a vocabulary, in the order of the tensor", async () => {
    const config = parseConfig({ pad: { order: "oldest_first" }, output: { itemIds: "vocabulary" } });
    await page.done("build", { sources: await page.sources(IMPRESSIONS, CLICKS), config });
    const { rows } = await page.done("sample", sample({ ...ofCustomer("0993"), limit: 1 }));
    expect(rows[0]).toMatchObject({ itemId: "9223372036854775807", itemIds: BigInt64Array.of(111n, 9223372036854775806n) });
  });
});

describe("the distributions of a build", () => {
  it("count its histories, and are gone with the build that replaces it", async () => {
    await page.done("build", { sources: await page.sources(IMPRESSIONS, CLICKS), config: CONFIG });
    const { histories, types } = (await page.done("ask", { name: "distributions", question: null })) as Distributions;
    expect([histories, types[0]]).toEqual([2, { type: 1, actions: 2, histories: 1 }]);
    await page.failed("build", { sources: [], config: CONFIG });
    expect(await page.failed("ask", { name: "distributions", question: null })).toMatchObject({
      code: "internal",
      message: "no dataset has been built",
    });
  });
});

describe("a question about a build", () => {
  it("is answered from the dataset, with instants and ids whole", async () => {
    const asked = { name: "history", question: { customer: "9007199254740993", dt: null } } as const;
    expect(await page.failed("ask", asked)).toMatchObject({ code: "internal", message: "no dataset has been built" });
    await page.done("build", { sources: await page.sources(IMPRESSIONS, CLICKS), config: CONFIG });
    expect(await page.done("ask", asked)).toMatchObject({
      dt: "2024-05-15",
      cutoff: 1_715_731_200_000_000n,
      sequence: { itemIds: ["9223372036854775806", "111"] },
    });
    expect(
      await page.done("ask", { name: "whatIf", question: { cutoff: "event_time", lookbackDays: 1, maxActions: 3 } }),
    ).toMatchObject({
      changed: 1,
      added: 0,
      lost: 1,
    });
  });

  it("about a customer that is not there is told as a problem, and the next one works", async () => {
    await page.done("build", { sources: await page.sources(IMPRESSIONS, CLICKS), config: CONFIG });
    expect(await page.failed("ask", { name: "history", question: { customer: "1", dt: null } })).toMatchObject({
      code: "internal",
    });
    const found = await page.done("ask", { name: "customers", question: { search: "42", limit: 5 } });
    expect(found).toEqual([{ customer: "42", days: 1, actions: 0 }]);
  });
});

describe("a call that fails", () => {
  it("tells its problem, and the next one works", async () => {
    expect(await page.failed("sample", sample())).toMatchObject({ code: "internal" });
    expect(await page.failed("sniff", { file: file("a.csv", ""), config: CONFIG, role: null })).toEqual({
      code: "empty-file",
      file: "a.csv",
    });
    const clicks = await page.sources(CLICKS);
    expect(await page.failed("build", { sources: clicks, config: CONFIG })).toEqual({ code: "no-impressions" });
    await page.done("build", { sources: [...(await page.sources(IMPRESSIONS)), ...clicks], config: CONFIG });
    expect((await page.done("sample", sample())).total).toBe(3);
  });

  it("does so for an engine that does not start; who needs one next starts another", async () => {
    let tries = 0;
    const createEngine = async (): Promise<Engine> => {
      tries += 1;
      // Ahead of the build, when a file is seen that needs it, and for the build.
      if (tries <= 2) throw new LookbackError({ code: "engine-lost", message: "no luck" });
      return { ...(await sharedEngine()), close: async () => undefined };
    };
    page = new Page({ createEngine });
    const sources = await page.sources(IMPRESSIONS, ARROW_CLICKS);
    expect(tries).toBe(1);
    expect(await page.failed("build", { sources, config: CONFIG })).toEqual({ code: "engine-lost", message: "no luck" });
    await page.done("build", { sources, config: CONFIG });
    expect(tries).toBe(3);
  });

  it("does so where there is no room for the dataset", async () => {
    const full: Problem = { code: "storage-full", where: "site", written: null, needed: null, free: null };
    page = new Page({ createStore: () => Promise.reject(new LookbackError(full)) });
    expect(await page.failed("build", { sources: await page.sources(IMPRESSIONS), config: CONFIG })).toEqual(full);
    expect(page.enginesOpen).toBe(0);
  });

  it("says how much is missing where the room runs out on the way, and leaves nothing", async () => {
    let discarded = 0;
    const file = {
      write: (bytes: Uint8Array) => {
        if (bytes.length > 4) throw new DOMException("no room", "QuotaExceededError");
      },
      close: async () => new Blob(),
    };
    const discard = async () => {
      discarded += 1;
    };
    page = new Page({ createStore: async () => ({ ...createMemoryStore(), create: async () => file, discard }) });
    const sources = await page.sources(IMPRESSIONS, CLICKS);
    const problem = await page.failed("build", { sources, config: CONFIG, expected: 5_000_000 });
    expect(problem).toEqual({ code: "storage-full", where: "site", written: 4, needed: 5_000_000, free: null });
    expect(discarded).toBe(1);
    expect(await page.failed("sample", sample())).toMatchObject({ message: "no dataset has been built" });
  });

  it("does so where the worker could not be made ready, which is tried again", async () => {
    let tries = 0;
    const prepare = async () => {
      tries += 1;
      if (tries === 1) throw new TypeError("Failed to fetch");
    };
    page = new Page({ prepare });
    const request = { file: CLICKS, config: CONFIG, role: null };
    expect(await page.failed("sniff", request)).toEqual({ code: "part-missing", part: "Failed to fetch" });
    expect((await page.done("sniff", request)).role).toBe("clicks");
  });

  it("does so for a call that nobody knows", async () => {
    expect(await page.failed("guess" as CallName, sample())).toMatchObject({ code: "internal" });
  });
});
