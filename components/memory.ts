/** A browser tells no more than 8. */
const MOST_GIBIBYTES = 8;

/** Of the device's memory a build keeps actions in an eighth, and works on them in some more; beyond that they go to disk. */
const SHARE = 1 / 8;

/** As a build takes it, in bytes. Browsers that do not tell how much memory there is get the most. */
export function memoryLimit(): { memory: number } {
  const { deviceMemory = MOST_GIBIBYTES } = navigator as { deviceMemory?: number };
  return { memory: Math.min(deviceMemory, MOST_GIBIBYTES) * SHARE * 2 ** 30 };
}
