import { useEffect, useState } from "react";
import { type Problem, problemOf } from "../../lib/errors";
import type { Ask, Question, Questions } from "../../lib/inspection";

interface Answered<Q extends Question> {
  /** The last answer that came, also while the next one is on its way; null before the first. */
  answer: Questions[Q]["answer"] | null;
  problem: Problem | null;
}

/** Asks again whenever the question is another object. */
export function useAnswer<Q extends Question>(ask: Ask, name: Q, question: Questions[Q]["question"]): Answered<Q> {
  const [answered, setAnswered] = useState<Answered<Q>>({ answer: null, problem: null });
  useEffect(() => {
    let current = true;
    ask(name, question).then(
      (answer) => current && setAnswered({ answer, problem: null }),
      (thrown) => current && setAnswered(({ answer }) => ({ answer, problem: problemOf(thrown) })),
    );
    return () => {
      current = false;
    };
  }, [ask, name, question]);
  return answered;
}
