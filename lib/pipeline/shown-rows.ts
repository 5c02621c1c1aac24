import type { Engine } from "../engine/engine";
import { LABEL_FALSE, LABEL_MISSING, LABEL_TRUE } from "../labels";
import { NO_SLOT } from "../no-slot";
import { type Sql, sql } from "../sql";
import { concatenated, textColumn } from "./columns";
import { type IdCodes, idsAt, idsOf } from "./ids";
import { type CarouselRun, NO_RANKING } from "./shown";
import { TextCodes } from "./text-codes";
import type { IdKinds } from "./values";

/**
 * What rows of a chunk show, each of them a carousel, or a fragment of one.
 * @param rows `seq`, `day`, `customer`, `ranking_id`, `slot`, `item` and `is_order` of each item; `seq` names its row, from 1
 * @param places of the rows where each is a fragment, or `null`
 * @param codes of items
 */
export async function readShown(
  engine: Engine,
  rows: Sql,
  places: Int32Array | null,
  idKinds: IdKinds,
  codes: IdCodes,
): Promise<CarouselRun> {
  const { batches } =
    await engine.query(sql`SELECT seq::INTEGER AS seq, day, customer, ranking_id, coalesce(slot, ${NO_SLOT})::INTEGER AS slot, item,
      CASE is_order WHEN FALSE THEN ${LABEL_FALSE} WHEN TRUE THEN ${LABEL_TRUE} ELSE ${LABEL_MISSING} END::UTINYINT AS label
    FROM (${rows}) ORDER BY seq`);
  const seqs = concatenated<Int32Array>(batches, "seq", Int32Array);
  const days = concatenated<Int32Array>(batches, "day", Int32Array);
  const rankings = textColumn(batches, "ranking_id");
  const rankingCodes = new TextCodes();
  const heads = headsOf(seqs);
  return {
    days: heads.map((at) => days[at] as number),
    customers: idsAt(idsOf(batches, "customer", idKinds.customer), heads),
    rankings: heads.map((at) => {
      const ranking = rankings[at] ?? null;
      return ranking === null ? NO_RANKING : rankingCodes.codeOf(ranking);
    }),
    rankingTexts: rankingCodes.packed(),
    lengths: Uint32Array.from(heads, (at, k) => (heads[k + 1] ?? seqs.length) - at),
    slots: concatenated<Int32Array>(batches, "slot", Int32Array),
    items: codes.codesOf(idsOf(batches, "item", idKinds.item)),
    labels: concatenated<Uint8Array>(batches, "label", Uint8Array),
    places: places && heads.map((at) => places[(seqs[at] as number) - 1] as number),
  };
}

/** Where the items of each row begin. */
function headsOf(seqs: Int32Array): Int32Array {
  const heads: number[] = [];
  for (let at = 0; at < seqs.length; at += 1) if (at === 0 || seqs[at] !== seqs[at - 1]) heads.push(at);
  return Int32Array.from(heads);
}
