import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIONS, type Config, DEFAULT_CONFIG, OUTPUT_COLUMNS, parseConfig } from "./config";
import { problemOf } from "./errors";
import { configOf, linkOf } from "./link";

/** A link as version 1 has always made it. It must open for ever. */
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
    expect(await configOf(PINNED.link)).toEqual(parseConfig(PINNED.config));
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
      expect(await problemWith(damaged), damaged).toEqual({ code: "bad-link", message: "it is damaged" });
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
    expect(await problemWith(link)).toEqual({ code: "bad-link", message: "it is damaged" });
  });

  it("when it is longer than 8 KB, before it is unpacked", async () => {
    expect(await problemWith(`v1.${"A".repeat(8190)}`)).toEqual({ code: "bad-link", message: "it is longer than 8 KB" });
    expect(await problemWith(`v1.${"A".repeat(8189)}`)).toEqual({ code: "bad-link", message: "it is damaged" });
  });

  it("when it unpacks to more than 64 KB", async () => {
    const blanks = " ".repeat(64 * 1024 - 2);
    expect(await configOf(sealed(`{}${blanks}`))).toEqual(DEFAULT_CONFIG);
    const bomb = sealed(`{}${" ".repeat(5_000_000)}`);
    expect(bomb.length).toBeLessThan(8 * 1024);
    for (const link of [sealed(`{} ${blanks}`), bomb]) {
      expect(await problemWith(link)).toEqual({ code: "bad-link", message: "it unpacks to more than 64 KB" });
    }
  });

  it("when a newer version made it", async () => {
    const message = "it was made by a newer version of Lookback";
    for (const link of ["v2.abc", "#v10.abc"]) expect(await problemWith(link)).toEqual({ code: "bad-link", message });
  });

  it.each(["", "#", "hello", "V1.abc", "#section"])("when it is none: %j", async (link) => {
    expect(await problemWith(link)).toEqual({ code: "bad-link", message: "it does not begin with v1." });
  });

  it("with the path of what is wrong in its config", async () => {
    expect(await problemWith(sealed('{"rank":{"maxActions":0}}'))).toMatchObject({ code: "bad-config", path: "rank.maxActions" });
    expect(await problemWith(sealed('{"colour":1}'))).toMatchObject({ code: "bad-config", path: "colour" });
    expect(await problemWith(sealed("[]"))).toMatchObject({ code: "bad-config", path: "" });
  });
});
