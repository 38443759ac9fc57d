/**
 * One ONNX session in one thread. The native `run` blocks its thread until the model has answered, so it never runs on
 * the thread that serves requests.
 */
import { parentPort, workerData } from "node:worker_threads";

import { env, InferenceSession, Tensor } from "onnxruntime-node";

import type { InferenceReply, InferenceRequest, SessionSettings } from "./inference-protocol.ts";
import { meanOfRows, scaleToUnit } from "./vector.ts";

/** What goes wrong is thrown and then logged in our own format; the native log would only repeat it on stderr. */
env.logLevel = "fatal";

function reply(message: InferenceReply): void {
  parentPort?.postMessage(message);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The session on the first provider that loads; each that does not is reported. */
async function openSession({ model, providers, threads }: SessionSettings): Promise<InferenceSession | null> {
  for (const provider of providers) {
    try {
      const session = await InferenceSession.create(model, {
        executionProviders: [provider],
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
      });
      reply({ kind: "ready", provider });
      return session;
    } catch (error) {
      reply({ kind: "provider_failed", provider, reason: messageOf(error) });
    }
  }
  reply({ kind: "no_provider" });
  return null;
}

/** Mean over all tokens of the last hidden state, to unit length: the sentence embedding of the model's authors. */
async function embed(session: InferenceSession, ids: BigInt64Array): Promise<Float32Array> {
  const shape = [1, ids.length];
  const output = await session.run({
    input_ids: new Tensor("int64", ids, shape),
    attention_mask: new Tensor("int64", new BigInt64Array(ids.length).fill(1n), shape),
    token_type_ids: new Tensor("int64", new BigInt64Array(ids.length), shape),
  });
  const hidden = output["last_hidden_state"];
  if (!(hidden?.data instanceof Float32Array)) throw new TypeError("the model has no float output last_hidden_state");
  return scaleToUnit(meanOfRows(hidden.data, hidden.data.length / ids.length));
}

async function answer(session: InferenceSession, { ids }: InferenceRequest): Promise<void> {
  try {
    reply({ kind: "embedding", embedding: await embed(session, ids) });
  } catch (error) {
    reply({ kind: "inference_failed", reason: messageOf(error) });
  }
}

const settings: SessionSettings = workerData;
const session = await openSession(settings);
if (session !== null) parentPort?.on("message", (request: InferenceRequest) => void answer(session, request));
