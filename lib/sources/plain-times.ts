import { daysSince1970, isDate } from "./calendar";
import { type DateOrder, isExactTime } from "./times";

const [ZERO, DASH, SLASH, COLON, POINT, COMMA, PLUS, BLANK, LF] = [48, 45, 47, 58, 46, 44, 43, 32, 10];
const [A, C, G, M, P, T, U, Z] = [65, 67, 71, 77, 80, 84, 85, 90];
const MICROS_A_SECOND = 1_000_000;
const MICROS_A_DAY = 86_400 * MICROS_A_SECOND;
const UTC = [U, T, C];
const GMT = [G, M, T];
/** From a capital letter to the small one. */
const SMALL = 32;
/** Further offsets are left to the SQL. */
export const MOST_OFFSET_HOURS = 14;

/**
 * Reads dates and times as `DATE_TIME` of `times.ts` has them, with hours below 24. What it reads, the SQL of `times.ts` in the
 * pipeline reads alike; what it does not read may still be a time.
 */
export class TimeReader {
  /** The day that was read, in days since 1970. */
  day = 0;
  /** The time that was read, in microseconds since 1970 on the clock that `clock` names. */
  time = 0;
  /** 0 for UTC, 1 for the wall clock of the time zone, 2 for that of the day zone. */
  clock = 0;
  private at = 0;
  private end = LF;
  /** How many digits the last number has. */
  private width = 0;

  /** @param order of dates with the year last; `null` where it is not known, and they are not read */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly order: DateOrder | null,
  ) {}

  /**
   * Reads the date that begins at `at`: `2024-05-14`, `2024/5/14`, `14.05.2024`, or `20240514`.
   * @returns where it ends; negative where there is none
   */
  readDay(at: number): number {
    this.at = at;
    return this.compactDate() || this.isDateAt(at) ? this.at : -1;
  }

  /**
   * Reads the date, with or without a time of day, that begins at `at`.
   * @param end what ends the field, besides a line feed
   * @returns where it ends; negative where there is none
   */
  readTime(at: number, end: number): number {
    this.end = end;
    if (!this.isDateAt(at)) return -1;
    this.time = this.day * MICROS_A_DAY;
    this.clock = 2;
    if (this.isEnd()) return isExactTime(this.time) ? this.at : -1;
    return this.timeOfDay() ? this.at : -1;
  }

  private isEnd(): boolean {
    const byte = this.bytes[this.at];
    return byte === this.end || byte === LF;
  }

  private compactDate(): boolean {
    const { at } = this;
    const date = this.number(8);
    const century = Math.floor(date / 1_000_000);
    if (this.width === 8 && (century === 19 || century === 20))
      return this.date(Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100);
    this.at = at;
    return false;
  }

  private isDateAt(at: number): boolean {
    const { bytes, order } = this;
    this.at = at;
    const a = this.number(4);
    const widthOfA = this.width;
    const separator = bytes[this.at];
    if (separator !== DASH && separator !== SLASH && separator !== POINT) return false;
    this.at += 1;
    const b = this.number(2);
    const widthOfB = this.width;
    if (!this.take(separator)) return false;
    const c = this.number(4);
    const widthOfC = this.width;
    if (widthOfA === 4 && widthOfC <= 2) {
      const isWhole = widthOfB === 2 && widthOfC === 2;
      return (isWhole || separator !== DASH) && this.date(a, b, c);
    }
    if (widthOfA > 2 || widthOfC !== 4 || order === null) return false;
    return order === "day_first" ? this.date(c, b, a) : this.date(c, a, b);
  }

  private date(year: number, month: number, day: number): boolean {
    if (!isDate(year, month, day)) return false;
    this.day = daysSince1970(year, month, day);
    return true;
  }

  private timeOfDay(): boolean {
    if (!this.takeLetter(T) && !this.gap()) return false;
    const hour = this.number(2);
    if (hour < 0 || !this.take(COLON)) return false;
    const minute = this.pair();
    const hasSeconds = this.take(COLON);
    const second = hasSeconds ? this.pair() : 0;
    const micros = hasSeconds ? this.fraction() : 0;
    const hourOfDay = this.hourOfDay(hour);
    if (hourOfDay < 0 || minute < 0 || minute > 59 || second < 0 || second > 59 || micros < 0) return false;
    this.time += (hourOfDay * 3600 + minute * 60 + second) * MICROS_A_SECOND + micros;
    return this.zone() && isExactTime(this.time);
  }

  private gap(): boolean {
    this.take(COMMA);
    return this.take(BLANK);
  }

  /** A fraction of a second in microseconds; negative where it has no digits. */
  private fraction(): number {
    if (this.isEnd() || !(this.take(POINT) || this.take(COMMA))) return 0;
    return Math.floor(this.number(9) * 10 ** (6 - this.width));
  }

  /** Reads which half of the day it is, if that is said. @returns the hour of the day; negative where there is no such hour */
  private hourOfDay(hour: number): number {
    const start = this.at;
    this.take(BLANK);
    const isMorning = this.takeLetter(A);
    if ((isMorning || this.takeLetter(P)) && this.takeLetter(M))
      return hour >= 1 && hour <= 12 ? (hour % 12) + (isMorning ? 0 : 12) : -1;
    this.at = start;
    return hour <= 23 ? hour : -1;
  }

  /** Reads the zone, if one follows, and takes the time to UTC; false where it is none. */
  private zone(): boolean {
    const start = this.at;
    this.clock = 0;
    this.take(BLANK);
    if (this.takeLetter(Z) || this.takeWord(UTC) || this.takeWord(GMT)) return true;
    const isEast = this.take(PLUS);
    if (!isEast && !this.take(DASH)) {
      this.clock = 1;
      this.at = start;
      return true;
    }
    const hours = this.pair();
    const hasMinutes = this.take(COLON) || !this.isEnd();
    const minutes = hasMinutes ? this.pair() : 0;
    if (hours < 0 || hours > MOST_OFFSET_HOURS || minutes < 0 || minutes > 59) return false;
    this.time -= (isEast ? 1 : -1) * (hours * 3600 + minutes * 60) * MICROS_A_SECOND;
    return true;
  }

  private take(byte: number): boolean {
    if (this.bytes[this.at] !== byte) return false;
    this.at += 1;
    return true;
  }

  /** @param letter a capital one; small ones are taken as well */
  private takeLetter(letter: number): boolean {
    return this.take(letter) || this.take(letter + SMALL);
  }

  private takeWord(letters: readonly number[]): boolean {
    const start = this.at;
    for (const letter of letters) {
      if (this.takeLetter(letter)) continue;
      this.at = start;
      return false;
    }
    return true;
  }

  /** Two digits; negative where there are fewer. */
  private pair(): number {
    const number = this.number(2);
    return this.width === 2 ? number : -1;
  }

  /** Up to so many digits; negative where there are none. */
  private number(most: number): number {
    const { bytes } = this;
    const start = this.at;
    let at = start;
    let number = 0;
    for (let digit = (bytes[at] as number) - ZERO; digit >= 0 && digit <= 9 && at - start < most; ) {
      number = number * 10 + digit;
      at += 1;
      digit = (bytes[at] as number) - ZERO;
    }
    this.width = at - start;
    this.at = at;
    return this.width === 0 ? -1 : number;
  }
}
