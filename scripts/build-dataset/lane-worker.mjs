// Node 20 does not run TypeScript, and a thread does not inherit the loader of the program that starts it.
import { register } from "tsx/esm/api";

register();
await import("./lane-worker.ts");
