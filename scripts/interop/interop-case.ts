import type { Inputs } from "../../lib/testing/cases.mts";
import type { InputFormat } from "../../lib/testing/input-files.mts";

/** One build that every engine must agree on. */
export interface InteropCase {
  id: string;
  config: unknown;
  inputs: Inputs;
  format: InputFormat;
  /** Whether the app refuses it, and so every engine must. */
  isError: boolean;
}
