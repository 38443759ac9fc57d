import { extname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";

import { ParapetError } from "@parapet/runtime";
import type { Logger } from "@parapet/runtime";

import type { InferenceReply, InferenceRequest, OutputRow, WorkerSettings } from "./inference-protocol.ts";

/** The models in a thread of its own. One request at a time: `run` must not be called before the last one settled. */
export interface InferenceSession {
  readonly provider: string;
  /** The answers in the order of the rows. */
  readonly run: (request: InferenceRequest) => Promise<readonly OutputRow[]>;
  readonly stop: () => Promise<void>;
}

/** A model that ONNX Runtime loads and that is not what its package says. */
export class ModelRefused extends ParapetError {
  readonly model: string;

  constructor(model: string, reason: string) {
    super("model_unsupported", `model ${model} cannot be used: ${reason}`);
    this.model = model;
  }
}

/** The worker's source beside this one: `.ts` when run from sources, `.js` when built. */
const WORKER_URL = new URL(`./inference-worker${extname(import.meta.url)}`, import.meta.url);

/**
 * Starts a session. A provider that cannot load is logged and the next is taken; when none can, throws
 * `no_execution_provider`. Throws `ModelRefused` where a model has not the inputs and outputs that were named.
 */
export async function startSession(settings: WorkerSettings, logger: Logger): Promise<InferenceSession> {
  const worker = new Worker(WORKER_URL, { workerData: settings });
  const connection = connect(worker);
  for (;;) {
    const reply = await connection.next();
    if (reply.kind === "ready") return sessionOn(worker, connection, reply.provider);
    if (reply.kind === "provider_failed") {
      logger.warn("execution provider cannot load, taking the next", {
        provider: reply.provider,
        reason: reply.reason,
      });
      continue;
    }
    await worker.terminate();
    if (reply.kind === "refused") {
      throw new ModelRefused(reply.model, reply.reason);
    }
    const wanted = settings.providers.join(", ");
    throw new ParapetError("no_execution_provider", `none of the execution providers can load: ${wanted}; add cpu`);
  }
}

/** How long `stop` waits for the window in work; one takes milliseconds. */
const STOP_GRACE_MS = 5_000;

function sessionOn(worker: Worker, connection: Connection, provider: string): InferenceSession {
  let inWork: Promise<unknown> = Promise.resolve();
  const infer = async (request: InferenceRequest): Promise<readonly OutputRow[]> => {
    worker.postMessage(request);
    const reply = await connection.next();
    if (reply.kind === "outputs") return reply.rows;
    const reason = reply.kind === "inference_failed" ? reply.reason : "unexpected reply";
    throw new ParapetError("inference_failed", `ONNX Runtime could not run the model: ${reason}`);
  };
  const run = (request: InferenceRequest): Promise<readonly OutputRow[]> => {
    const answer = infer(request);
    inWork = answer.catch(() => undefined);
    return answer;
  };
  // A thread that is ended within native code takes the whole process with it.
  const stop = async (): Promise<void> => {
    await Promise.race([inWork, setTimeout(STOP_GRACE_MS, undefined, { ref: false })]);
    await worker.terminate();
  };
  return { provider, run, stop };
}

interface Connection {
  /** The next reply, in order of arrival; rejects with `session_lost` once the thread has ended. */
  readonly next: () => Promise<InferenceReply>;
}

interface Waiting {
  readonly resolve: (reply: InferenceReply) => void;
  readonly reject: (reason: ParapetError) => void;
}

function connect(worker: Worker): Connection {
  const arrived: InferenceReply[] = [];
  let waiting: Waiting | null = null;
  let lost: ParapetError | null = null;

  const end = (cause: unknown): void => {
    lost ??= new ParapetError("session_lost", "the thread of an ONNX session ended; restart the service", { cause });
    waiting?.reject(lost);
    waiting = null;
  };
  worker.on("message", (reply: InferenceReply) => {
    if (waiting === null) arrived.push(reply);
    else waiting.resolve(reply);
    waiting = null;
  });
  worker.once("error", end);
  worker.once("exit", (code) => end(`exit code ${code}`));

  const next = async (): Promise<InferenceReply> => {
    const reply = arrived.shift();
    if (reply !== undefined) return reply;
    if (lost !== null) throw lost;
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject };
    });
  };
  return { next };
}
