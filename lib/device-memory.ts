/** A browser tells no more than 8. */
const MOST_GIBIBYTES = 8;

/** Bytes of memory that the device has, at most 8 GiB. Browsers that do not tell get the most. */
export function deviceMemory(): number {
  const { deviceMemory: told = MOST_GIBIBYTES } = navigator as { deviceMemory?: number };
  return Math.min(told, MOST_GIBIBYTES) * 2 ** 30;
}
