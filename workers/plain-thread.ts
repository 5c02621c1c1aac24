import type { PlainAnswer, PlainPlan, PlainReader } from "../lib/pipeline/plain-actions";
import type { CsvText } from "../lib/sources/csv-text";
import { Thread } from "./thread";

export type PlainRequest = { customers: BigInt64Array } | { text: CsvText; plan: PlainPlan };

/** Reads plain rows in a worker of its own. The texts that it is given are handed over, bytes and all. */
export function createPlainThread(createWorker: () => Worker): PlainReader {
  const thread = new Thread<PlainRequest, PlainAnswer | null>("reading", createWorker);
  return {
    async begin(customers) {
      await thread.ask({ customers });
    },
    async read(text, plan) {
      const answer = await thread.ask({ text, plan }, [text.bytes.buffer]);
      if (answer === null) throw new TypeError("the reading worker gave no rows");
      return answer;
    },
  };
}

/** The worker's side. */
export function plainAnswers(reader: PlainReader): (request: PlainRequest) => Promise<PlainAnswer | null> {
  return async (request) => {
    if ("text" in request) return reader.read(request.text, request.plan);
    await reader.begin(request.customers);
    return null;
  };
}
