import { halvesOf, numberAt } from "../halves";
import type { AuditDetails, Example } from "../inspection";
import { NO_DAY } from "../no-day";
import type { Dataset } from "../pipeline/dataset";
import { ZoneClock } from "../pipeline/zone-clock";
import { formatDay, startOfDay } from "../pipeline/zones";
import { firstGone } from "./history";
import { idText } from "./view";

const EXAMPLES = 5;
/** Mismatches among which examples are looked for. */
const CANDIDATES = 1000;

/** How close the histories came to their cutoffs, and which deserve a look. */
export function auditDetails(dataset: Dataset): AuditDetails {
  return {
    ...margins(dataset),
    ties: ties(dataset),
    truncated: truncated(dataset),
    mismatches: mismatches(dataset),
  };
}

function margins(dataset: Dataset): Pick<AuditDetails, "narrowest" | "letInByPartitionDate"> {
  const { rows, ranked, windows, config } = dataset;
  const cutoffs = new Map<number, bigint>();
  let narrowest: { h: number; margin: bigint } | null = null;
  let letInByPartitionDate = 0;
  for (let h = 0; h < windows.lengths.length; h += 1) {
    if (windows.lengths[h] === 0) continue;
    const dt = rows.keys.days[h] ?? 0;
    const cutoff = cutoffs.get(dt) ?? startOfDay(dt, config.filter.dayZone);
    cutoffs.set(dt, cutoff);
    const margin = cutoff - (ranked.occurredAt[windows.starts[h] ?? 0] ?? 0n);
    if (margin <= 0n) letInByPartitionDate += 1;
    if (narrowest === null || margin < narrowest.margin) narrowest = { h, margin };
  }
  if (narrowest === null) return { narrowest, letInByPartitionDate };
  const { h, margin } = narrowest;
  return { narrowest: { ...exampleOf(dataset, h, windows.starts[h] ?? 0), margin }, letInByPartitionDate };
}

function ties(dataset: Dataset): AuditDetails["ties"] {
  const { rows, ranked, windows } = dataset;
  const examples: Example[] = [];
  let histories = 0;
  for (let h = 0; h < windows.truncated.length; h += 1) {
    if (windows.truncated[h] !== 1) continue;
    const c = rows.keys.customers[h] ?? 0;
    const customer = { dataset, dt: rows.keys.days[h] ?? 0, from: ranked.starts[c] ?? 0, to: ranked.starts[c + 1] ?? 0 };
    const gone = firstGone(customer, h);
    if (gone === null) continue;
    histories += 1;
    if (examples.length < EXAMPLES) examples.push(exampleOf(dataset, h, gone));
  }
  return { histories, examples };
}

function truncated({ rows, ranked, windows, customerIds }: Dataset): AuditDetails["truncated"] {
  let histories = 0;
  /** Customer number to its last truncated history. */
  const byCustomer = new Map<number, number>();
  for (let h = 0; h < windows.truncated.length; h += 1) {
    if (windows.truncated[h] !== 1) continue;
    histories += 1;
    byCustomer.set(rows.keys.customers[h] ?? 0, h);
  }
  const actionsOf = (c: number) => (ranked.starts[c + 1] ?? 0) - (ranked.starts[c] ?? 0);
  const examples = [...byCustomer]
    .sort(([a], [b]) => actionsOf(b) - actionsOf(a) || a - b)
    .slice(0, EXAMPLES)
    .map(([c, h]) => ({ customer: idText(customerIds, c), dt: formatDay(rows.keys.days[h] ?? 0) }));
  return { histories, customers: byCustomer.size, examples };
}

function mismatches(dataset: Dataset): AuditDetails["mismatches"] {
  const { occurredAt, partitionDays } = dataset.ranked;
  const zone = new ZoneClock(dataset.config.filter.dayZone);
  const halves = halvesOf(occurredAt);
  const candidates: number[] = [];
  let actions = 0;
  for (let at = 0; at < partitionDays.length; at += 1) {
    const partitionDay = partitionDays[at] ?? NO_DAY;
    if (partitionDay === NO_DAY || partitionDay === zone.dayOf(numberAt(halves, at))) continue;
    actions += 1;
    if (candidates.length < CANDIDATES) candidates.push(at);
  }
  return { actions, examples: telling(dataset, candidates) };
}

/** Those of the candidates first on which both dates disagree about some history: the partition date is before `dt`, the instant not, or the other way round. */
function telling(dataset: Dataset, candidates: number[]): AuditDetails["mismatches"]["examples"] {
  const { rows, ranked } = dataset;
  const customers = candidates.map((at) => customerAt(ranked.starts, at));
  const histories = new Map<number, number[]>(customers.map((c) => [c, []]));
  rows.keys.customers.forEach((c, h) => {
    histories.get(c)?.push(h);
  });
  const found = candidates.map((at, k) => {
    const own = histories.get(customers[k] ?? 0) ?? [];
    const dates = [ranked.days[at] ?? 0, ranked.partitionDays[at] ?? 0];
    const disagreed = own.find(
      (h) => (rows.keys.days[h] ?? 0) > Math.min(...dates) && (rows.keys.days[h] ?? 0) <= Math.max(...dates),
    );
    return { at, h: disagreed ?? own.at(-1) ?? 0, disagrees: disagreed !== undefined };
  });
  const first = [...found.filter(({ disagrees }) => disagrees), ...found.filter(({ disagrees }) => !disagrees)];
  return first.slice(0, EXAMPLES).map(({ at, h }) => ({
    ...exampleOf(dataset, h, at),
    partitionDate: formatDay(ranked.partitionDays[at] ?? 0),
  }));
}

/** The customer whose actions hold the position `at`. */
function customerAt(starts: Uint32Array, at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

function exampleOf({ rows, ranked, customerIds, itemIds }: Dataset, h: number, at: number): Example {
  return {
    customer: idText(customerIds, rows.keys.customers[h] ?? 0),
    dt: formatDay(rows.keys.days[h] ?? 0),
    itemId: idText(itemIds, ranked.items[at] ?? 0),
    type: ranked.types[at] ?? 0,
    at: ranked.occurredAt[at] ?? 0n,
  };
}
