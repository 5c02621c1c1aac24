import { halvesOf, instantAt } from "../halves";
import type { AuditDetails, Example } from "../inspection";
import { NO_DAY } from "../no-day";
import type { Dataset } from "../pipeline/dataset";
import { historiesOfCustomers } from "../pipeline/filter";
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
  const { rows, windows, config } = dataset;
  const cutoffs = new Map<number, bigint>();
  let narrowest: { h: number; margin: bigint } | null = null;
  let letInByPartitionDate = 0;
  for (let h = 0; h < windows.lengths.length; h += 1) {
    if (windows.lengths[h] === 0) continue;
    const dt = rows.keys.days[h] ?? 0;
    const cutoff = cutoffs.get(dt) ?? startOfDay(dt, config.filter.dayZone);
    cutoffs.set(dt, cutoff);
    const margin = cutoff - (windows.newestAt[h] ?? 0n);
    if (margin <= 0n) letInByPartitionDate += 1;
    if (narrowest === null || margin < narrowest.margin) narrowest = { h, margin };
  }
  if (narrowest === null) return { narrowest, letInByPartitionDate };
  const { h, margin } = narrowest;
  return { narrowest: { ...exampleOf(dataset, h, windows.starts[h] ?? 0), margin }, letInByPartitionDate };
}

function ties(dataset: Dataset): AuditDetails["ties"] {
  const { histories, ranked, rows, windows } = dataset;
  const tied: { h: number; gone: number }[] = [];
  for (let c = 0; c + 1 < histories.starts.length; c += 1) {
    const own = historiesOfCustomers(histories, c, c + 1).order.filter((h) => windows.truncated[h] === 1);
    if (own.length === 0) continue;
    const actions = ranked.of(c);
    for (const history of own) {
      const gone = firstGone({ dataset, history, dt: rows.keys.days[history] ?? 0, actions });
      if (gone !== null) tied.push({ h: history, gone });
    }
  }
  const first = tied.toSorted((a, b) => a.h - b.h).slice(0, EXAMPLES);
  return { histories: tied.length, examples: first.map(({ h, gone }) => exampleOf(dataset, h, gone)) };
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
  const examples = [...byCustomer]
    .sort(([a], [b]) => ranked.countOf(b) - ranked.countOf(a) || a - b)
    .slice(0, EXAMPLES)
    .map(([c, h]) => ({ customer: idText(customerIds, c), dt: formatDay(rows.keys.days[h] ?? 0) }));
  return { histories, customers: byCustomer.size, examples };
}

/** An action of a customer, by its rank, whose partition date is not the calendar day of its instant. */
interface Mismatch {
  customer: number;
  rank: number;
  day: number;
  partitionDay: number;
}

function mismatches(dataset: Dataset): AuditDetails["mismatches"] {
  const { ranked, config } = dataset;
  const zone = new ZoneClock(config.filter.dayZone);
  const candidates: Mismatch[] = [];
  let actions = 0;
  for (const { first, from, to } of ranked.blocks) {
    const partitionDays = ranked.read("partitionDays", from, to);
    if (partitionDays.every((day) => day === NO_DAY)) continue;
    const halves = halvesOf(ranked.read("occurredAt", from, to));
    const days = ranked.read("days", from, to);
    let customer = first;
    for (let k = 0; k < partitionDays.length; k += 1) {
      const partitionDay = partitionDays[k] as number;
      if (partitionDay === NO_DAY || partitionDay === zone.dayOf(instantAt(halves, k))) continue;
      actions += 1;
      if (candidates.length === CANDIDATES) continue;
      while ((ranked.starts[customer + 1] as number) <= from + k) customer += 1;
      candidates.push({ customer, rank: from + k - (ranked.starts[customer] as number), day: days[k] as number, partitionDay });
    }
  }
  return { actions, examples: telling(dataset, candidates) };
}

/** Those of the candidates first on which both dates disagree about some history: the partition date is before `dt`, the instant not, or the other way round. */
function telling(dataset: Dataset, candidates: readonly Mismatch[]): AuditDetails["mismatches"]["examples"] {
  const { rows, histories } = dataset;
  const found = candidates.map((mismatch) => {
    const { customer, day, partitionDay } = mismatch;
    const own = historiesOfCustomers(histories, customer, customer + 1).order;
    const [earlier, later] = [Math.min(day, partitionDay), Math.max(day, partitionDay)];
    const disagreed = own.find((h) => (rows.keys.days[h] ?? 0) > earlier && (rows.keys.days[h] ?? 0) <= later);
    return { ...mismatch, h: disagreed ?? own.at(-1) ?? 0, disagrees: disagreed !== undefined };
  });
  const first = [...found.filter(({ disagrees }) => disagrees), ...found.filter(({ disagrees }) => !disagrees)];
  return first.slice(0, EXAMPLES).map(({ h, rank, partitionDay }) => ({
    ...exampleOf(dataset, h, rank),
    partitionDate: formatDay(partitionDay),
  }));
}

/** An action of a history's customer, by its rank. */
function exampleOf({ rows, ranked, customerIds, itemIds }: Dataset, h: number, rank: number): Example {
  const c = rows.keys.customers[h] ?? 0;
  const { items, types, occurredAt } = ranked.of(c);
  return {
    customer: idText(customerIds, c),
    dt: formatDay(rows.keys.days[h] ?? 0),
    itemId: idText(itemIds, items[rank] ?? 0),
    type: types[rank] ?? 0,
    at: occurredAt[rank] ?? 0n,
  };
}
