const UNITS = ["bytes", "kB", "MB", "GB", "TB"];

/** `0 bytes`, `4.1 kB`, `12 MB`, in steps of 1,000. */
export function byteSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 10 ? 1 : 0;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}
