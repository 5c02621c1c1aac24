import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sampleFiles } from "./sample-data/files";

/** `npm run sample-data` writes public/sample/ anew. What it writes is committed, and a test holds the two together. */
const folder = fileURLToPath(new URL("../public/sample/", import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(sampleFiles())) {
  writeFileSync(folder + name, text);
  console.log(`${name}: ${Buffer.byteLength(text)} bytes`);
}
