import { NO_CAROUSELS } from "./plain-carousel";
import { CODES, FieldReader, type ValueCode } from "./plain-fields";
import type { DateOrder } from "./times";

/** Longer texts are no plain times. */
const ROOM = 64;
const LF = 10;

/** Reads days and times from texts that stand anywhere, by the rules of the fields of rows. */
export class TextFields extends FieldReader {
  private readonly room: Uint8Array;

  /** @param dateOrder of dates with the year last; `null` where it is not known, and they are not plain */
  constructor(dateOrder: DateOrder | null) {
    const room = new Uint8Array(ROOM + 1);
    super(room, { fields: [], maxBytes: ROOM, needs: "nothing", dateOrder, types: new Map(), carousels: NO_CAROUSELS });
    this.room = room;
  }

  /** Reads the text [start, end) of some bytes into `day` or `time`; false where it is not plain. */
  readText(field: "day" | "time" | "epoch", bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (length === 0 || length > ROOM) return false;
    for (let at = 0; at < length; at += 1) this.room[at] = bytes[start + at] as number;
    this.room[length] = LF;
    this.begin(0);
    return this.read(CODES[field] satisfies ValueCode) && this.at === length;
  }
}
