import { LookbackError, lossOf, type Problem, problemOf } from "../lib/errors";

export interface Asked<Request> {
  id: number;
  request: Request;
}

export type Answered<Answer> = { id: number; answer: Answer } | { id: number; problem: Problem };

/** Asks a worker of its own, which is made when it is first needed, and anew after it was lost. Each call settles exactly once. */
export class Thread<Request, Answer> {
  private worker: Worker | null = null;
  private lastId = 0;
  private hasAnswered = false;

  /** @param name what the worker is called where it is lost */
  constructor(
    private readonly name: string,
    private readonly createWorker: () => Worker,
  ) {}

  private start(): Worker {
    this.worker = this.createWorker();
    this.hasAnswered = false;
    return this.worker;
  }

  /** @param transfer buffers that the worker takes over */
  ask(request: Request, transfer: Transferable[] = []): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.lastId += 1;
      const id = this.lastId;
      const worker = this.worker ?? this.start();
      const listening = new AbortController();
      const { signal } = listening;
      const lose = (words: string | undefined) => {
        listening.abort();
        worker.terminate();
        this.worker = null;
        reject(new LookbackError(lossOf(words, `the ${this.name} worker`, this.hasAnswered)));
      };
      const take = ({ data }: MessageEvent<Answered<Answer>>) => {
        this.hasAnswered = true;
        if (data.id !== id) return;
        listening.abort();
        if ("answer" in data) resolve(data.answer);
        else reject(new LookbackError(data.problem));
      };
      const onError = (event: ErrorEvent) => {
        event.preventDefault();
        lose(event.message);
      };
      worker.addEventListener("message", take, { signal });
      worker.addEventListener("messageerror", () => lose(`a message of the ${this.name} worker could not be read`), { signal });
      worker.addEventListener("error", onError, { signal });
      const asked: Asked<Request> = { id, request };
      try {
        worker.postMessage(asked, transfer);
      } catch (thrown) {
        listening.abort();
        reject(new LookbackError(problemOf(thrown)));
      }
    });
  }
}

/** The worker's side: answers each request with what `work` gives, or with its problem. */
export function answerWith<Request, Answer>(
  work: (request: Request) => Promise<Answer>,
  post: (answered: Answered<Answer>) => void,
): (event: MessageEvent<Asked<Request>>) => Promise<void> {
  return async ({ data: { id, request } }) => {
    const answered: Answered<Answer> = await work(request).then(
      (answer) => ({ id, answer }),
      (thrown) => ({ id, problem: problemOf(thrown) }),
    );
    try {
      post(answered);
    } catch (thrown) {
      post({ id, problem: problemOf(thrown) });
    }
  };
}
