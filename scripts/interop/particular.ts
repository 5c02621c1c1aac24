import { LosslessNumber } from "lossless-json";
import type { InputRecord, Inputs } from "../../lib/testing/cases.mts";
import type { InteropCase } from "./interop-case";

const COLUMNS = ["dt", "customer_id", "slot", "is_order", "impressions", "actions", "action_types", "newest_action_at"];

/** Small cases of what other engines are apt to read otherwise. */
export function particular(): InteropCase[] {
  return [...clocksBackAcrossMidnight(), ...writtenTimes(), ...carousels(), ignoredTypes()].map(
    ({ id, config, inputs, format }) => ({
      id,
      config: { rank: { maxActions: 6 }, ...config, output: { columns: COLUMNS, ...config.output } },
      inputs,
      format,
      isError: false,
    }),
  );
}

type Particular = Pick<InteropCase, "id" | "inputs" | "format"> & { config: { output?: object; [key: string]: unknown } };

/** In St. John's the 29th of October 2006 began at 02:30 UTC; a minute later clocks went back to 23:01 of the 28th, for an hour. */
function clocksBackAcrossMidnight(): Particular[] {
  const times = ["02:29:59.999999", "02:30:00", "02:30:59", "02:31:00", "03:29:59", "03:30:00"];
  const inputs: Inputs = {
    impressions: ["2006-10-28", "2006-10-29", "2006-10-30"].map((dt) => shown({ dt })),
    clicks: times.map((time, at) => click({ item_id: at + 1, click_time: `2006-10-29T${time}Z` })),
    add_to_carts: [{ dt: "2006-10-27", customer_id: 1, config_id: 8, occurred_at: "2006-10-29T03:00:00Z" }],
  };
  const filters = [
    { cutoff: "event_time", lookbackDays: null },
    { cutoff: "event_time", lookbackDays: 1 },
    { cutoff: "partition_date", lookbackDays: null },
    { cutoff: "both", lookbackDays: 1 },
  ];
  return filters.map((filter) => ({
    id: `clocks-back-across-midnight-${filter.cutoff}${filter.lookbackDays === null ? "" : "-lookback"}`,
    config: { filter: { ...filter, dayZone: "America/St_Johns" } },
    inputs,
    format: "csv",
  }));
}

/** Texts that the app takes for times or days, and some that it does not. */
const WRITTEN = [
  "2024/05/14 9:05",
  "2024.5.3",
  "2024/5/3 11:59:59.9999999 pm",
  "2024-05-14 12:00 AM",
  "2024-05-14 00:30 AM",
  "2024-05-13 24:00",
  "2024-05-13 24:00:01",
  "2024-05-14, 10:00:00",
  "2024-05-14t10:00:00,25z",
  "2024-05-14 10:00 UTC",
  "2024-05-14 10:00:00 GMT",
  "2024-05-14 10:00:00 +0530",
  "2024-05-14T10:00-03",
  "2024-05-14T10:00:00+16:00",
  "2024-05-14T10:00:00+15:59",
  "2024-05-14T10:60:00",
  "2024-02-30 10:00:00",
  "2024-05-1 10:00:00",
  "2024-5-14",
  "2024/05-14",
  "20240514",
  " 1715680000 ",
  "1715680000.0",
  "1715680000123",
  "-86400",
  "5",
  "14/05/2024 10:00",
  "05/13/2024 22:15:00",
  "13.05.2024",
  "tomorrow",
];

/** In a column of days such a time is its day if all are midnights, which Spark does not look for where zones differ. */
const MIDNIGHT = /13 24:00$|12:00 AM$/;

function writtenTimes(): Particular[] {
  const days = [
    "2024-05-15",
    "dt=2024-05-16",
    "2024-05-16T22:30:00Z",
    "20240517",
    "2024/5/18",
    "1716076800",
    "17",
    "2024-05-19 23:30",
  ];
  const inputs: Inputs = {
    impressions: days.map((dt, at) => ({ ...shown({ dt }), customer_id: 1 + (at % 2) })),
    clicks: WRITTEN.map((click_time, at) => click({ customer_id: 1 + (at % 2), item_id: at + 1, click_time })),
    previous_orders: [...WRITTEN.filter((text) => !MIDNIGHT.test(text)), ...days].map((order_date, at) => ({
      order_date,
      customer_id: 1 + (at % 2),
      config_id: at + 100,
      occurred_at: at % 3 === 0 ? "2024-05-14 08:00:00" : null,
    })),
  };
  const variants = [
    { id: "written-times-day-first", standardize: { dateOrder: "day_first" }, cutoff: "event_time", format: "jsonl" },
    { id: "written-times-month-first", standardize: { dateOrder: "month_first" }, cutoff: "both", format: "csv" },
    { id: "written-times-milliseconds", standardize: { dateOrder: "day_first", epochUnit: "ms" }, cutoff: "both", format: "csv" },
  ] as const;
  const written = variants.map(({ id, standardize, cutoff, format }) => ({
    id,
    config: {
      standardize: { timeZone: "Europe/Berlin", ...standardize },
      filter: { cutoff, dayZone: "America/New_York" },
      rank: { maxActions: 40 },
    },
    inputs,
    format,
  }));
  return [...written, ...(["csv", "parquet"] as const).map(midnights), provenOrder()];
}

/** The config leaves the order of dates open, and the first one proves it. */
function provenOrder(): Particular {
  const times = ["04/30/2024 10:00", "05/04/2024 10:00", "04/05/2024 10:00"];
  return {
    id: "dates-in-the-order-that-files-prove",
    config: {},
    inputs: {
      impressions: ["04/20/2024", "05/01/2024", "06/01/2024"].map((dt) => shown({ dt })),
      clicks: times.map((click_time, at) => click({ item_id: at + 1, click_time })),
    },
    format: "csv",
  };
}

/** Days written as midnights, where the two zones do not begin their days at the same instant. */
function midnights(format: "csv" | "parquet"): Particular {
  const days = ["2024-05-13 00:00:00", "2024-05-14 00:00:00", "2024-05-15 00:00:00"];
  return {
    id: `midnights-as-days-${format}`,
    config: {
      standardize: { timeZone: "Europe/Berlin" },
      filter: { cutoff: "partition_date", dayZone: "America/New_York" },
    },
    inputs: {
      impressions: days.map((dt) => shown({ dt })),
      previous_orders: days.map((order_date, at) => ({ order_date, customer_id: 1, config_id: at + 1 })),
    },
    format,
  };
}

/** Carousels other than a list of objects with the known names. */
function carousels(): Particular[] {
  const clicks = [click({ item_id: 7, click_time: "2024-05-14 10:00:00" })];
  const day = { dt: "2024-05-15", customer_id: 1 };
  const flat = (more: (at: number) => object): InputRecord[] =>
    [5, 4, 5].map((item_id, at) => ({ ...day, item_id, ...more(at) }));
  const cells = ["N2-1 N1-0  N3", "", "N4-", "  N5-0", "N6-2", "-1", '[{"item_id": "N8", "is_order": true}, 9]', "a-b-1"];
  const list = (separator: string, label: string | null) => ({
    standardize: { columns: { impressions: { list: { separator, label } } } },
  });
  const listed = (texts: readonly string[]): Inputs => ({
    impressions: texts.map((text, at) => ({ ...day, ranking_id: `r${at}`, impressions: text })),
    clicks,
  });
  return [
    {
      id: "flat-without-labels",
      config: {},
      inputs: { impressions: flat((slot) => ({ slot: 2 - slot })), clicks },
      format: "csv",
    },
    { id: "flat-with-labels-only", config: {}, inputs: { impressions: flat((at) => ({ is_order: at })), clicks }, format: "csv" },
    { id: "listed-with-labels", config: list(" ", "-"), inputs: listed(cells), format: "csv" },
    {
      id: "listed-with-bars",
      config: list("|", null),
      inputs: listed(["1|2", "3||4", "5", "", " 6 | 7 ", "[8, 9]", "x.*|1"]),
      format: "csv",
    },
    {
      id: "carousels-of-ids",
      config: {},
      inputs: listed([
        "[3, 1, 2]",
        "[]",
        '["4", {"item_id": 5}]',
        "[[6]]",
        "[null]",
        "null",
        "7",
        '{"item_id": 8}',
        "[9",
        "[10] x",
      ]),
      format: "csv",
    },
    {
      id: "carousels-with-several-names",
      config: { standardize: { columns: { impressions: { item_id: ["sku", "item_id"], is_order: ["bought", "is_order"] } } } },
      inputs: {
        impressions: [
          {
            ...day,
            impressions: [
              { sku: 3, is_order: true },
              { item_id: 1, bought: 1 },
              { sku: new LosslessNumber("9007199254740993"), item_id: 4 },
              { sku: null, item_id: 5 },
            ],
          },
          { ...day, ranking_id: "b", impressions: [{ item_id: 6, bought: false }, { sku: 7 }] },
        ],
        clicks,
      },
      format: "jsonl",
    },
  ].map((each) => ({ ...each, config: { ...each.config, output: { itemIds: "vocabulary" } } })) as Particular[];
}

/** Of an event log, one type is ignored, one is not mapped, and a known name means something else. */
function ignoredTypes(): Particular {
  const types = ["view", "click", "order", "share", "view", ""];
  return {
    id: "ignored-event-types",
    config: { standardize: { columns: { events: { types: { view: "click", click: "ignored" } } } } },
    inputs: {
      impressions: [shown({ dt: "2024-05-15" })],
      events: types.map((action_type, at) => ({
        customer_id: 1,
        item_id: at + 1,
        action_type,
        occurred_at: at === 1 ? "never" : "2024-05-14 10:00:00",
      })),
    },
    format: "jsonl",
  };
}

function shown(more: object): InputRecord {
  return { ranking_id: "r", customer_id: 1, impressions: [{ item_id: 900, is_order: false }], ...more };
}

function click(more: object): InputRecord {
  return { customer_id: 1, ...more };
}
