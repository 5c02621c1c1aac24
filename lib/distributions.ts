/** How a built dataset is spread. Positions count from the newest action of a history, which is 0. */
export interface Distributions {
  histories: number;
  /** Each action type of the config, in its order. */
  types: TypeCount[];
  /** Bins of positions, newest first, up to the longest history. */
  positions: PositionBin[];
  /** Bins of history lengths, shortest first; the first is the empty histories. */
  lengths: LengthBin[];
  /** Days with output rows, earliest first. */
  days: DayCount[];
  items: ItemCounts;
}

export interface TypeCount {
  /** The number in `action_types`. */
  type: number;
  /** Actions in histories, once a history. */
  actions: number;
  /** Histories that hold at least one. */
  histories: number;
}

/** Positions `from` to `to`, both inclusive. */
export interface PositionBin {
  from: number;
  to: number;
  /** Actions at these positions over all histories, in the order of {@link Distributions.types}. */
  actions: number[];
}

/** Labels of the items shown; a missing label counts in neither. */
export interface LabelCounts {
  labelled: number;
  positive: number;
}

/** Histories of `from` to `to` actions, both inclusive. */
export interface LengthBin extends LabelCounts {
  from: number;
  to: number;
  histories: number;
  truncated: number;
}

export interface DayCount extends LabelCounts {
  day: string;
  rows: number;
  /** Also the histories of the day: a customer has one a day. */
  customers: number;
  emptyHistories: number;
}

export interface ItemCount {
  itemId: string;
  /** How often the item is shown. */
  shown: number;
  /** How often it stands in a history, once a history. */
  inHistories: number;
}

export interface ItemCounts {
  /** Distinct items that are shown, and those of them that stand in no history. */
  distinctShown: number;
  neverInHistories: number;
  /** How often those are shown, and how often any item is. */
  shownNeverInHistories: number;
  shown: number;
  /** The first of each order, most first; ties by ascending item id. */
  mostShown: ItemCount[];
  mostInHistories: ItemCount[];
  mostShownNeverInHistories: ItemCount[];
}
