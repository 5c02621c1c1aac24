import { problemOf } from "../lib/errors";
import { sha256OfFile } from "../lib/hash";
import type { HashAnswer, HashRequest } from "./hasher";

self.addEventListener("message", async ({ data: { id, file } }: MessageEvent<HashRequest>) => {
  const answer: HashAnswer = await sha256OfFile(file).then(
    (sha256) => ({ id, sha256 }),
    (thrown) => ({ id, problem: problemOf(thrown) }),
  );
  self.postMessage(answer);
});
