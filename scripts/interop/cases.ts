import fc from "fast-check";
import { OUTPUT_COLUMNS, type Role } from "../../lib/config";
import type { InputRecord, Inputs } from "../../lib/testing/cases.mts";
import { goldenCases } from "../../lib/testing/cases.mts";
import { INPUT_FORMATS, type InputFormat } from "../../lib/testing/input-files.mts";
import { configs, inputsOf, integerWorlds, textWorlds } from "../../lib/testing/worlds.mts";
import type { InteropCase } from "./interop-case";
import { NAUGHTY_STRINGS } from "./naughty";
import { particular } from "./particular";

const RANDOM_CASES = 50;
const SEED = 20_240_515;

/** The conformance cases, random worlds with random configs, what engines are apt to read otherwise, and hostile names. */
export function interopCases(): InteropCase[] {
  return [...conformance(), ...random(), ...particular(), ...naughty()];
}

function conformance(): InteropCase[] {
  return goldenCases().map(({ id, config, inputs, expect }, index) => ({
    id,
    config,
    inputs,
    format: formatOf(index),
    isError: expect.error === true,
  }));
}

function random(): InteropCase[] {
  const outputs = fc.record({
    columns: fc.constantFrom([...OUTPUT_COLUMNS], [...OUTPUT_COLUMNS].reverse()),
    layout: fc.constantFrom("exploded", "compact"),
    itemIds: fc.constantFrom("raw", "vocabulary"),
    itemIdType: fc.constantFrom("auto", "int64"),
    compression: fc.constantFrom("zstd", "snappy", "none"),
    partitionBy: fc.constantFrom("none", "dt"),
  });
  const actionTypes = fc.constantFrom({}, { click: 7, add_to_cart: 5, order: 6 });
  const draws = fc.sample(
    fc.tuple(fc.oneof(integerWorlds, textWorlds), configs, outputs, actionTypes, fc.constantFrom(...INPUT_FORMATS)),
    { numRuns: RANDOM_CASES, seed: SEED },
  );
  return draws.map(([world, config, output, types, format], index) => {
    const isText = [...world.impressions.flatMap((shown) => shown.impressions ?? []), ...world.clicks].some(
      (item) => typeof item.item_id === "string",
    );
    return {
      id: `random-world-${index + 1}`,
      config: {
        ...config,
        unify: { ...config.unify, actionTypes: types },
        output: { ...output, ...(isText && { itemIds: "vocabulary" }) },
      },
      inputs: inputsOf(world, config.standardize.timeZone),
      // The writer of Parquet would make floats of integers that are as large and as small as these.
      format: isText || format !== "parquet" || !JSON.stringify(inputsOf(world, "UTC")).includes('"-5"') ? format : "jsonl",
      isError: false,
    };
  });
}

const MAPPED = {
  impressions: ["dt", "ranking_id", "customer_id", "impressions", "item_id", "is_order"],
  clicks: ["dt", "customer_id", "item_id", "click_time"],
  add_to_carts: ["dt", "customer_id", "config_id", "occurred_at"],
  previous_orders: ["order_date", "customer_id", "config_id", "occurred_at"],
  events: ["dt", "customer_id", "item_id", "action_type", "occurred_at"],
} as const;

/** Every column goes by a hostile name, and so do a type of event and an id. Each format has names of its own. */
function naughty(): InteropCase[] {
  return INPUT_FORMATS.map((format, index) => {
    const names = NAUGHTY_STRINGS.filter((name) => format === "json" || format === "jsonl" || !UNFIT[format].test(name));
    let at = index * 7;
    const next = () => `${names[at % names.length]}${at++ < names.length ? "" : at}`;
    const type = next();
    const columns = Object.fromEntries(
      Object.entries(MAPPED).map(([role, canonical]) => [role, Object.fromEntries(canonical.map((name) => [name, next()]))]),
    ) as Record<Role, Record<string, string>>;
    const { item_id: item = "", is_order: label = "" } = columns.impressions;
    const day = { dt: "2024-05-14", order_date: "2024-05-14" };
    const action = { ...day, customer_id: 1, config_id: type, item_id: type, action_type: type };
    const rows: Record<Role, InputRecord> = {
      impressions: { dt: "2024-05-15", ranking_id: type, customer_id: 1, impressions: [{ [item]: type, [label]: true }] },
      clicks: { ...action, click_time: "2024-05-14 10:00:00" },
      add_to_carts: { ...action, occurred_at: "2024-05-14 11:00:00" },
      previous_orders: { ...action, occurred_at: "2024-05-14 12:00:00" },
      events: { ...action, occurred_at: "2024-05-14 13:00:00" },
    };
    const inputs = Object.fromEntries(
      Object.entries(rows).map(([role, row]) => [role, [renamed(row, columns[role as Role])]]),
    ) as Inputs;
    return {
      id: `naughty-${format}`,
      config: {
        standardize: { columns: { ...columns, events: { ...columns.events, types: { [type]: "order" } } } },
        rank: { maxActions: 5 },
        output: { columns: [...OUTPUT_COLUMNS], itemIds: "vocabulary" },
      },
      inputs,
      format,
      isError: false,
    };
  });
}

/** Names that no column of a format can have, or that the writers of these tests cannot give it. */
const UNFIT = { csv: /^[[{\d]|[",;|\t\n]/, parquet: /^a\.b|^$/ };

/** The columns that have a name in `names`, under that name. */
function renamed(record: InputRecord, names: Readonly<Record<string, string>>): InputRecord {
  return Object.fromEntries(
    Object.entries(names).flatMap(([column, name]) => (column in record ? [[name, record[column]]] : [])),
  );
}

function formatOf(index: number): InputFormat {
  return INPUT_FORMATS[index % INPUT_FORMATS.length] ?? "json";
}
