import type { Question, Questions } from "../inspection";
import type { Dataset } from "../pipeline/dataset";
import { auditDetails } from "./audit-details";
import { customers } from "./customers";
import { distributions } from "./distributions";
import { history } from "./history";
import { actions, timeline } from "./timeline";
import { whatIf } from "./what-if";

/** Every question about a built dataset, by name. Each is a pure function of the dataset. */
export const ANSWERS: {
  [Q in Question]: (dataset: Dataset, question: Questions[Q]["question"]) => Questions[Q]["answer"];
} = { customers, history, timeline, actions, auditDetails, distributions, whatIf };
