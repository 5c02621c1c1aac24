import { deviceMemory } from "../lib/device-memory";

/** Of the device's memory a build keeps actions in an eighth, and works on them in some more; beyond that they go to disk. */
const SHARE = 1 / 8;

/** As a build takes it, in bytes. */
export function memoryLimit(): { memory: number } {
  return { memory: deviceMemory() * SHARE };
}
