/** One output row as the sample table shows it. Ids are text, so that no digit of 64 bits is lost. */
export interface SampleRow {
  dt: string;
  customerId: string;
  rankingId: string | null;
  slot: number;
  itemId: string;
  isOrder: boolean | null;
  /** Types of the history's actions in the order of the tensor, without padding. */
  actionTypes: Uint8Array;
  /** Item ids of the same actions, before a vocabulary. */
  itemIds: string[];
}

export interface SampleQuery {
  /** Only rows of customers whose id contains this text; empty for all. */
  customer: string;
  /** The rows `offset` to `offset + limit − 1` of those that match, in the order of the output. */
  offset: number;
  limit: number;
}

export interface SamplePage {
  total: number;
  rows: SampleRow[];
}
