import { ParapetError } from "@parapet/runtime";

import type { InputRow, OutputRow } from "./inference-protocol.ts";
import type { InferenceSession } from "./inference-session.ts";

/** Who asks: somebody who waits for the answer, or the stream, which can wait. */
export type Priority = "inline" | "stream";

export interface Call {
  /** Its end is the deadline. */
  readonly signal: AbortSignal;
  readonly priority: Priority;
}

export interface PoolLimits {
  /**
   * Tokens of one batch, padding included; 0 for one row a call. On CPU int8 scores depend on what else is in a batch
   * (dynamic quantisation takes its range from the whole of it), and batches are no faster.
   */
  readonly batchTokens: number;
  /**
   * Without batches: rows that are handed over in one message, up to so many tokens together, and run one by one. A message
   * between threads takes a third of a millisecond, a tenth of what a short row takes.
   */
  readonly messageTokens: number;
  /** A call of the model that takes longer is given up; its session comes back when it ends. In milliseconds. */
  readonly maxRunMs: number;
}

export const cpuLimits: PoolLimits = { batchTokens: 0, messageTokens: 160, maxRunMs: 10_000 };
export const acceleratorLimits: PoolLimits = { batchTokens: 16_384, messageTokens: 0, maxRunMs: 10_000 };

interface Job {
  readonly model: string;
  readonly row: InputRow;
  readonly tokens: number;
  /** Its place in the queue: how many tokens every call that waits has been given before it. */
  readonly turn: number;
  readonly resolve: (output: OutputRow) => void;
  readonly reject: (reason: unknown) => void;
}

/** Rows that differ more in length than this share of the longest are not batched: padding would cost more than calls. */
const MAX_PADDING = 0.25;

/**
 * Sessions that rows are given to: those of inline callers first. Calls that wait share the sessions evenly by tokens, so that
 * one with hundreds of rows does not hold up one with a single row (start-time fair queueing, Goyal et al. 1996).
 */
export class SessionPool {
  readonly #sessions: readonly InferenceSession[];
  readonly #limits: PoolLimits;
  readonly #idle: InferenceSession[];
  readonly #waiting: Readonly<Record<Priority, Job[]>> = { inline: [], stream: [] };
  /** The turn that was served last, and the one that is next for each call. */
  #turn = 0;
  readonly #nextTurns = new WeakMap<AbortSignal, number>();
  #isStopped = false;
  #lost = 0;
  /** Sessions whose call of the model has taken too long and has not ended. */
  #hung = 0;

  constructor(sessions: readonly InferenceSession[], limits: PoolLimits = cpuLimits) {
    this.#sessions = sessions;
    this.#limits = limits;
    this.#idle = [...sessions];
  }

  get size(): number {
    return this.#sessions.length;
  }

  /** Sessions that are neither lost nor in a call that has taken too long; with none of them nobody is answered. */
  get working(): number {
    return Math.max(0, this.#sessions.length - this.#lost - this.#hung);
  }

  /** Runs one row. Rejects with the reason of the signal as soon as that ends, whatever the model does. */
  async run(model: string, row: InputRow, { signal, priority }: Call): Promise<OutputRow> {
    signal.throwIfAborted();
    if (this.#isStopped) throw stoppedError();
    return new Promise((resolve, reject) => {
      const queue = this.#waiting[priority];
      const tokens = row["input_ids"]?.length ?? 0;
      const settle = (): void => signal.removeEventListener("abort", leave);
      const job: Job = {
        model,
        row,
        tokens,
        turn: this.#turnOf(signal, tokens),
        resolve: (output) => {
          settle();
          resolve(output);
        },
        reject: (reason) => {
          settle();
          reject(reason);
        },
      };
      const leave = (): void => {
        const position = queue.indexOf(job);
        if (position >= 0) queue.splice(position, 1);
        job.reject(signal.reason);
      };
      signal.addEventListener("abort", leave, { once: true });
      queue.splice(queue.findLastIndex(({ turn }) => turn <= job.turn) + 1, 0, job);
      this.#dispatch();
      if (this.#hung > 0) this.#refuseWhereNobodyWorks();
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const queue of Object.values(this.#waiting)) {
      for (const job of queue.splice(0)) job.reject(stoppedError());
    }
    await Promise.all(this.#sessions.map(async (session) => session.stop()));
  }

  #dispatch(): void {
    for (;;) {
      if (this.#idle.length === 0) return;
      const jobs = this.#take();
      const session = jobs.length === 0 ? undefined : this.#idle.pop();
      if (session === undefined) return;
      void this.#work(session, jobs);
    }
  }

  /** When a row of a call is served: a call that has rows waiting comes after itself, one that has none comes now. */
  #turnOf(call: AbortSignal, tokens: number): number {
    const turn = Math.max(this.#turn, this.#nextTurns.get(call) ?? 0);
    this.#nextTurns.set(call, turn + tokens);
    return turn;
  }

  /** The next job, and those that can go with it. */
  #take(): readonly Job[] {
    const queue = [this.#waiting.inline, this.#waiting.stream].find(({ length }) => length > 0) ?? [];
    const [first] = queue;
    if (first === undefined) return [];
    this.#turn = Math.max(this.#turn, first.turn);
    if (this.#limits.batchTokens === 0) return queue.splice(0, this.#messageLength(queue, first));
    const taken = [first];
    let [shortest, longest] = [first.tokens, first.tokens];
    for (const job of queue.slice(1)) {
      const [shorter, longer] = [Math.min(shortest, job.tokens), Math.max(longest, job.tokens)];
      const isLike = job.model === first.model && longer - shorter <= MAX_PADDING * longer;
      if (!isLike || longer * (taken.length + 1) > this.#limits.batchTokens) continue;
      taken.push(job);
      [shortest, longest] = [shorter, longer];
    }
    if (taken.length === 1) queue.shift();
    else queue.splice(0, queue.length, ...queue.filter((job) => !taken.includes(job)));
    return taken;
  }

  /** How many jobs at the head go into one message; what waits is shared by all sessions first. */
  #messageLength(queue: readonly Job[], { model }: Job): number {
    const most = Math.ceil(queue.length / this.#sessions.length);
    let [length, tokens] = [0, 0];
    for (const job of queue.slice(0, most)) {
      tokens += job.tokens;
      if (length > 0 && (job.model !== model || tokens > this.#limits.messageTokens)) break;
      length += 1;
    }
    return length;
  }

  async #work(session: InferenceSession, jobs: readonly Job[]): Promise<void> {
    let isHung = false;
    const giveUp = setTimeout(() => {
      isHung = true;
      this.#hung += 1;
      for (const job of jobs) job.reject(timeoutError(this.#limits.maxRunMs));
      this.#refuseWhereNobodyWorks();
    }, this.#limits.maxRunMs);
    let isLost = false;
    try {
      isLost = await this.#runAll(session, jobs);
    } finally {
      clearTimeout(giveUp);
      if (isHung) this.#hung -= 1;
    }
    if (isLost) this.#lost += 1;
    if (isLost && this.#hung > 0) this.#refuseWhereNobodyWorks();
    // A thread that has ended answers at once, which would draw all work to it; the last one has to say so.
    if (!isLost || this.#lost >= this.#sessions.length) this.#idle.push(session);
    this.#dispatch();
  }

  /** Nothing waits for sessions that do not come back: what waits is told, and so is who comes. */
  #refuseWhereNobodyWorks(): void {
    if (this.working > 0) return;
    for (const queue of Object.values(this.#waiting)) {
      for (const job of queue.splice(0)) job.reject(timeoutError(this.#limits.maxRunMs));
    }
  }

  /** Answers all jobs; whether the session was lost meanwhile. */
  async #runAll(session: InferenceSession, jobs: readonly Job[]): Promise<boolean> {
    const isBatch = this.#limits.batchTokens > 0;
    try {
      const rows = await session.run({ model: jobs[0]?.model ?? "", rows: jobs.map(({ row }) => row), isBatch });
      for (const [index, job] of jobs.entries()) job.resolve(rows[index] ?? {});
    } catch (error) {
      // One row that the model fails on must not take those with it that only shared its message.
      if (!isBatch && jobs.length > 1 && isCode(error, "inference_failed")) {
        let isLost = false;
        for (const job of jobs) isLost = (await this.#runAll(session, [job])) || isLost;
        return isLost;
      }
      for (const job of jobs) job.reject(error);
      return isCode(error, "session_lost");
    }
    return false;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof ParapetError && error.code === code;
}

function stoppedError(): ParapetError {
  return new ParapetError("models_stopped", "the models were stopped; nothing can be asked any more");
}

function timeoutError(maxRunMs: number): ParapetError {
  return new ParapetError("inference_timeout", `the model has not answered within ${maxRunMs} ms`);
}
