import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIONS, type Config, DEFAULT_CONFIG, OUTPUT_COLUMNS, parseConfig } from "./config";
import { problemOf } from "./errors";
import { configOf, linkOf, stored } from "./link";

/**
 * The defaults of version 1, which its links rest on: a link says only what differs from them. A new key may be added, if its
 * default changes nothing. A default that changes would change what every old link means: that takes a version 2.
 */
const DEFAULTS_OF_VERSION_1 = {
  version: 1,
  standardize: {
    timeZone: "UTC",
    dateOrder: null,
    epochUnit: null,
    columns: {},
    read: {},
    limits: { recordBytes: 1_048_576, columns: 2000, expansion: 250 },
  },
  unify: { actionTypes: { click: 1, add_to_cart: 2, order: 3 }, duplicates: "keep" },
  filter: { cutoff: "event_time", dayZone: "UTC", lookbackDays: null },
  rank: { maxActions: 1000 },
  pad: { side: "right", order: "newest_first" },
  output: {
    columns: ["impressions", "actions", "action_types"],
    layout: "exploded",
    itemIds: "raw",
    itemIdType: "auto",
    compression: "zstd",
    partitionBy: "none",
  },
};

/** Links of version 1, each with what it has always set. They must open for ever: add to them, and change none. */
const PINNED_LINKS: [link: string, sets: object][] = [
  ["v1.MACZ9quuBQA", {}],
  ["v1.0USSkQECAP3_e30", {}],
  [
    "v1.oYDwxk2RT28UMQzFvwp657RMl-2BcKvEuScuIDQKibe1mImnjqdlu5rvjpxBYm_xn_yen31Bs1RL0sLvhHiB8UzfpRIivq4qC318IJ24IqAko0ctpIgo6TyeWJshgBbJz98qGyLmhoAs0zrX5jieF6XWWPawGOIP__wPh58BbDSPXBCRuCBg4mbe22hJmkxc7oPn0y-aEHGDbQugV6rWmXltJjPpzmi7Gq65e-_tjk_ZWOpo54X-l3oUIDmvqlTGZFc1t-QNu9rE-XdD3B9uNqnPgVTKaDJ66CTfk6f7AwEtq0w-Pj9VUSrY3IVSKtfUC06ic1fP7dV3W7MUrk-IeONa5K3d3B3uD74-mnhm69f4goCXVcwdIeCZUr_SKU2NXKZ3drxSFi0PZ3M3x7vPx0_D8epg98MwBNCfJdW-xXgYhmHbtr8",
    {
      standardize: {
        timeZone: "Europe/Berlin",
        dateOrder: "day_first",
        epochUnit: "ms",
        columns: {
          impressions: { dt: ["day", "date"], item_id: "aid", list: { separator: " ", label: "-" } },
          events: {
            customer_id: "session",
            item_id: "events.aid",
            occurred_at: "events.ts",
            action_type: "events.type",
            types: { clicks: "click", carts: "add_to_cart", orders: "order", scroll: "ignored" },
          },
        },
        read: { clicks: { format: "csv", encoding: "windows-1252", delimiter: ";", quote: "", header: false } },
        limits: { recordBytes: 4_194_304, columns: 5000, expansion: 2000 },
      },
    },
  ],
  [
    "v1.K1FC9EWRQU_DMAyF_8s7R2IMhERuQ1y4cOICCFVeko6oaRwlLqOa-t-Ru2ncYvvZ77NzwpRjP8OeQE4i57e5hKahS9ENsHcG5H0n3DmqAntrwNWHCrtdDPxUUnQk2gJfuWAx6GMSFZzgJuG-h8We5RsGnuYPzgEWuzHU6OjmNRy7d64DDBLzsCc3PNPcYB83i0GlPOickX53K12D3W60UshroUWv01LoBVcwcPKhSdfH2kSBeJIyyQrEaRp1yie8dripCY-hdtHjbBfz4Ry0xKqIY6mhtdXbILbubGIu52rXVyfr5Qy-YxOuc5dCPqxb53BUnIuMVtIz4X_qyyDRzEoJx2Mht5pLGF-83vaHHe2nRHW-pvWnYBGzPNzrKnwlhUXLVIpqC1WJ6vI06xcJluUP",
    {
      unify: { actionTypes: { click: 3, add_to_cart: 1, order: 2 }, duplicates: "drop" },
      filter: { cutoff: "both", dayZone: "America/New_York", lookbackDays: 90 },
      rank: { maxActions: 200 },
      pad: { side: "left", order: "oldest_first" },
      output: {
        columns: [
          "dt",
          "customer_id",
          "ranking_id",
          "slot",
          "impressions",
          "is_order",
          "actions",
          "action_types",
          "history_length",
          "newest_action_at",
          "oldest_action_at",
        ],
        layout: "compact",
        itemIds: "vocabulary",
        itemIdType: "int64",
        compression: "snappy",
        partitionBy: "dt",
      },
    },
  ],
];

const PINNED = {
  link: "v1.j1C4Oh2LOwqAMBAF7_LqFDY26TyJLNkIS36SD4hh7y6xG2aYidYpM1WW18NOuBJHyu3HKC78JN2nUxgWLQyoqkGlHFZK9ByuS1nLvqnBTbx8E_awiP7qUP0A",
  config: {
    ...DEFAULT_CONFIG,
    standardize: { timeZone: "UTC", columns: { clicks: { item_id: "sku" } } },
    rank: { maxActions: 50 },
    pad: { side: "left", order: "newest_first" },
  },
};

/** A link of any content with a checksum that is right. */
function sealed(content: string | Uint8Array, pack: (bytes: Uint8Array) => Uint8Array = deflateRawSync): string {
  const packed = pack(typeof content === "string" ? Buffer.from(content) : content);
  const checksum = createHash("sha256").update(packed).digest().subarray(0, 4);
  return `v1.${Buffer.concat([checksum, packed]).toString("base64url")}`;
}

const zone = fc.constantFrom("UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York");
const fileColumn = fc.string({ minLength: 1, maxLength: 20, unit: "grapheme" });
const anyConfig: fc.Arbitrary<Config> = fc
  .record(
    {
      standardize: fc.record(
        {
          timeZone: zone,
          columns: fc.record(
            {
              impressions: fc.record({ impressions: fileColumn, is_order: fileColumn }, { requiredKeys: [] }),
              clicks: fc.record({ item_id: fileColumn, click_time: fileColumn }, { requiredKeys: [] }),
              events: fc.record(
                {
                  action_type: fileColumn,
                  types: fc.dictionary(
                    fc.string({ maxLength: 10 }).filter((value) => value !== "__proto__"),
                    fc.constantFrom(...ACTIONS),
                  ),
                },
                { requiredKeys: [] },
              ),
            },
            { requiredKeys: [] },
          ),
        },
        { requiredKeys: [] },
      ),
      unify: fc.record(
        {
          actionTypes: fc
            .uniqueArray(fc.integer({ min: 1, max: 127 }), { minLength: 3, maxLength: 3 })
            .map(([click, add_to_cart, order]) => ({ click, add_to_cart, order })),
          duplicates: fc.constantFrom("keep", "drop"),
        },
        { requiredKeys: [] },
      ),
      filter: fc.record(
        {
          cutoff: fc.constantFrom("event_time", "partition_date", "both"),
          dayZone: zone,
          lookbackDays: fc.option(fc.integer({ min: 1, max: 36_500 })),
        },
        { requiredKeys: [] },
      ),
      rank: fc.record({ maxActions: fc.integer({ min: 1, max: 10_000 }) }),
      pad: fc.record({ side: fc.constantFrom("left", "right"), order: fc.constantFrom("newest_first", "oldest_first") }),
      output: fc.record(
        {
          columns: fc.shuffledSubarray([...OUTPUT_COLUMNS], { minLength: 1 }),
          layout: fc.constantFrom("exploded", "compact"),
          itemIds: fc.constantFrom("raw", "vocabulary"),
          itemIdType: fc.constantFrom("int32", "int64", "auto"),
          compression: fc.constantFrom("zstd", "snappy", "none"),
          partitionBy: fc.constantFrom("none", "dt"),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  )
  .map(parseConfig);

const DAMAGED = { code: "bad-link", fault: "damaged", message: "it is damaged" };

async function problemWith(link: string) {
  return configOf(link).then(
    () => {
      throw new Error("the link was taken");
    },
    (thrown: unknown) => problemOf(thrown),
  );
}

describe("a link", () => {
  it("gives back the config that it was made of, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(anyConfig, async (config) => {
        const link = await linkOf(config);
        expect(link).toMatch(/^v1\.[A-Za-z0-9_-]+$/);
        expect(await configOf(link)).toEqual(config);
      }),
      { numRuns: 200 },
    );
  });

  it("of version 1 opens to the config that it has always meant", async () => {
    expect(DEFAULT_CONFIG).toMatchObject(DEFAULTS_OF_VERSION_1);
    expect(await configOf(PINNED.link)).toEqual(parseConfig(PINNED.config));
    for (const [link, sets] of PINNED_LINKS) expect(await configOf(link), link).toEqual(parseConfig(sets));
  });

  it("is the same text on every machine when it is stored", async () => {
    const config = parseConfig({ rank: { maxActions: 50 } });
    // The block's header, then the JSON, after four bytes of checksum.
    const bytes = Buffer.from((await linkOf(config, stored)).slice(3), "base64url").subarray(4);
    expect([...bytes.subarray(0, 5)]).toEqual([1, 26, 0, 255 - 26, 255]);
    expect(bytes.subarray(5).toString()).toBe('{"rank":{"maxActions":50}}');
    expect(await configOf(await linkOf(config, stored))).toEqual(config);
  });

  it("does not depend on the order in which settings were made", async () => {
    const columns = { customer_id: "user", item_id: "sku" };
    const turned = { item_id: "sku", customer_id: "user" };
    const [one, other] = [columns, turned].map((clicks) => ({
      ...DEFAULT_CONFIG,
      standardize: { ...DEFAULT_CONFIG.standardize, columns: { clicks } },
    }));
    expect(await linkOf(one as Config)).toBe(await linkOf(other as Config));
  });

  it.each(["#", "https://example.com/lookback/#", "  #"])("is found behind %j", async (before) => {
    expect(await configOf(`${before}${PINNED.link}\n`)).toEqual(parseConfig(PINNED.config));
  });

  it("of the defaults is short, and holds what differs alone", async () => {
    expect((await linkOf(DEFAULT_CONFIG)).length).toBeLessThan(20);
    expect((await linkOf(parseConfig({ rank: { maxActions: 50 } }))).length).toBeLessThan(50);
  });
});

describe("a link is refused", () => {
  it("when any of its characters was changed", async () => {
    for (let at = 3; at < PINNED.link.length; at += 1) {
      const other = PINNED.link[at] === "A" ? "B" : "A";
      const damaged = PINNED.link.slice(0, at) + other + PINNED.link.slice(at + 1);
      expect(await problemWith(damaged), damaged).toEqual(DAMAGED);
    }
  });

  it.each([
    ["cut off", PINNED.link.slice(0, -1)],
    ["cut off early", PINNED.link.slice(0, 6)],
    ["without content", "v1."],
    ["with a character that no link has", `${PINNED.link}%20`],
    ["with something behind", `${PINNED.link}AAAA`],
    ["of bytes that are not packed", sealed("{}", (bytes) => bytes)],
    ["of text that is no JSON", sealed("{rank")],
    ["of bytes that are no text", sealed(Uint8Array.of(0xff, 0xfe))],
  ])("as damaged when it is %s", async (_, link) => {
    expect(await problemWith(link)).toEqual(DAMAGED);
  });

  it("when it is longer than 8 KB, before it is unpacked", async () => {
    expect(await problemWith(`v1.${"A".repeat(8190)}`)).toEqual({
      code: "bad-link",
      fault: "too-long",
      message: "it is longer than 8 KB",
    });
    expect(await problemWith(`v1.${"A".repeat(8189)}`)).toEqual(DAMAGED);
  });

  it("when it unpacks to more than 64 KB", async () => {
    const blanks = " ".repeat(64 * 1024 - 2);
    expect(await configOf(sealed(`{}${blanks}`))).toEqual(DEFAULT_CONFIG);
    const bomb = sealed(`{}${" ".repeat(5_000_000)}`);
    expect(bomb.length).toBeLessThan(8 * 1024);
    for (const link of [sealed(`{} ${blanks}`), bomb]) {
      expect(await problemWith(link)).toEqual({
        code: "bad-link",
        fault: "too-long",
        message: "it unpacks to more than 64 KB",
      });
    }
  });

  it("when a newer version made it", async () => {
    const message = "it was made by a newer version of Lookback";
    for (const link of ["v2.abc", "#v10.abc"]) {
      expect(await problemWith(link)).toEqual({ code: "bad-link", fault: "newer", message });
    }
  });

  it.each(["", "#", "hello", "V1.abc", "#section"])("when it is none: %j", async (link) => {
    expect(await problemWith(link)).toEqual({
      code: "bad-link",
      fault: "damaged",
      message: "it does not begin with v1.",
    });
  });

  it.each([
    ['{"rank":{"maxActions":0}}', "rank.maxActions"],
    ['{"rank":{"maxActions":1e999}}', "rank.maxActions"],
    ['{"colour":1}', "colour"],
    ['{"rank":{"__proto__":{"maxActions":5}}}', "rank.__proto__"],
    ['{"__proto__":{"version":1}}', "__proto__"],
    ['{"constructor":{"prototype":{"x":1}}}', "constructor"],
    ['{"standardize":{"columns":{"clicks":{"__proto__":"x"}}}}', "standardize.columns.clicks.__proto__"],
    ['{"standardize":{"columns":{"events":{"types":{"__proto__":"click"}}}}}', "standardize.columns.events.types"],
    ['{"filter":{"dayZone":"+01:00"}}', "filter.dayZone"],
    ["[]", "its top level"],
  ])("with the path of what is not allowed in it: %s", async (content, path) => {
    const problem = await problemWith(sealed(content));
    expect(problem).toMatchObject({ code: "bad-link", fault: "content" });
    expect(problem).toHaveProperty("message", expect.stringContaining(`what it sets at ${path} is not allowed: `));
    expect(Object.prototype).not.toHaveProperty("x");
  });
});

describe("a link is not made", () => {
  /** Event types whose names do not deflate. */
  const typesOf = (count: number, name: (n: number) => string) => ({
    standardize: {
      columns: { events: { types: Object.fromEntries(Array.from({ length: count }, (_, n) => [name(n), "click"])) } },
    },
  });
  const noise = (n: number) => createHash("sha256").update(String(n)).digest("hex");

  it("where it would be longer than 8 KB, in either form", async () => {
    const config = parseConfig(typesOf(300, noise));
    await expect(linkOf(config)).rejects.toMatchObject({ problem: { code: "link-too-long", limit: "8 KB" } });
    await expect(linkOf(config, stored)).rejects.toMatchObject({ problem: { code: "link-too-long" } });
    expect((await linkOf(parseConfig(typesOf(100, noise)))).length).toBeLessThanOrEqual(8192);
  });

  it("where it would unpack to more than 64 KB, however well that deflates", async () => {
    const config = parseConfig(typesOf(100, (n) => "x".repeat(900) + n));
    await expect(linkOf(config)).rejects.toMatchObject({ problem: { code: "link-too-long", limit: "64 KB" } });
  });
});

const HOSTILE = ["__proto__", "constructor", "toString", "version", "rank", "columns", "types", "'); DROP TABLE x; --", "\u202e"];
const hostileValue = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(-1, 0, 1e308, 2 ** 53, 0.5, "", "UTC", "x".repeat(2000), [], {}, null, HOSTILE),
);

/** JSON in which one key, at any depth, has another value. */
function withAt(value: unknown, [step, ...rest]: string[], inner: unknown): unknown {
  if (step === undefined) return inner;
  const record = typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
  const entries = Object.entries(record).filter(([key]) => key !== step);
  return Object.fromEntries([...entries, [step, withAt(Object.hasOwn(record, step) ? record[step] : {}, rest, inner)]]);
}

const KEYS = [
  "standardize",
  "columns",
  "clicks",
  "item_id",
  "events",
  "types",
  "rank",
  "maxActions",
  "filter",
  "output",
  ...HOSTILE,
];
const path = fc.array(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 4 });
const [, , richest = ["", {}]] = PINNED_LINKS;
const [richLink, richConfig] = richest;

/** What a link may meet on its way, and what someone who knows the format may make of it. */
const mutatedLink: fc.Arbitrary<string> = fc.oneof(
  // Characters changed, left out or put in.
  fc
    .array(fc.tuple(fc.nat(), fc.nat(3), fc.string({ maxLength: 3, unit: "grapheme" })), { minLength: 1, maxLength: 4 })
    .map((edits) =>
      edits.reduce((link, [at, length, text]) => {
        const from = at % (link.length + 1);
        return link.slice(0, from) + text + link.slice(from + length);
      }, richLink),
    ),
  // Bytes changed, under a checksum that is right.
  fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }).map((edits) => {
    const bytes = deflateRawSync(JSON.stringify(richConfig));
    for (const [at, byte] of edits) bytes[at % bytes.length] = byte;
    return sealed(bytes, (same) => same);
  }),
  // Characters of the JSON changed, under a checksum that is right.
  fc.tuple(fc.nat(), fc.nat(8), fc.string({ maxLength: 8 })).map(([at, length, text]) => {
    const json = JSON.stringify(richConfig);
    const from = at % json.length;
    return sealed(json.slice(0, from) + text + json.slice(from + length));
  }),
  // Another value anywhere.
  fc.tuple(path, hostileValue).map(([at, value]) => sealed(JSON.stringify(withAt(richConfig, at, value)))),
);

describe("20,000 links that were tampered with", () => {
  it("are each opened or refused as a link, and what opens is a config like any other", { timeout: 120_000 }, async () => {
    const outcomes = { opened: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(mutatedLink, async (link) => {
        const opened = await configOf(link).catch((thrown: unknown) => problemOf(thrown));
        if ("code" in opened) {
          expect(opened.code).toBe("bad-link");
          outcomes.refused += 1;
          return;
        }
        outcomes.opened += 1;
        expect(parseConfig(JSON.parse(JSON.stringify(opened)))).toEqual(opened);
      }),
      { numRuns: 20_000, seed: 1 },
    );
    // The mutations reach both sides of the boundary.
    expect(outcomes.opened).toBeGreaterThan(500);
    expect(outcomes.refused).toBeGreaterThan(10_000);
  });
});
