import { availableParallelism } from "node:os";

import { ParapetError, silentLogger } from "@parapet/runtime";
import type { Logger } from "@parapet/runtime";

import { startSession } from "./inference-session.ts";
import type { InferenceSession } from "./inference-session.ts";
import { readModelFolder } from "./model-folder.ts";
import type { ModelFiles } from "./model-folder.ts";
import { SessionPool } from "./session-pool.ts";
import type { TextRange } from "./text-range.ts";
import { tokensOf } from "./text-tokens.ts";
import { defaultWindowLimits, planWindows } from "./token-windows.ts";
import type { WindowLimits } from "./token-windows.ts";
import { parseTokenizer } from "./tokenizer-definition.ts";
import { createTokenizer } from "./tokenizer.ts";
import type { Tokenizer } from "./tokenizer.ts";
import { meanDirection } from "./vector.ts";

/** One window of a text: where it stands in the text, and its embedding. */
export interface EncodedWindow extends TextRange {
  readonly embedding: Float32Array;
}

/** A text as 384 numbers of Euclidean length one: the direction of the mean of its windows. */
export interface Encoding {
  readonly embedding: Float32Array;
  readonly windows: readonly EncodedWindow[];
}

export interface Encoder {
  /** Changes whenever embeddings could. */
  readonly modelVersion: string;
  /** The execution provider that the sessions run on. */
  readonly provider: () => string;
  /**
   * Encodings in the order of the texts. Rejects with the reason of `signal` when it ends, with `encoder_busy` when too
   * many bytes wait already, `encoder_stopped` after `stop`, `inference_failed` or `session_lost` when ONNX Runtime fails.
   */
  readonly encode: (texts: readonly string[], signal: AbortSignal) => Promise<readonly Encoding[]>;
  readonly stop: () => Promise<void>;
}

export interface EncoderOptions {
  /** Folder with `model.onnx`, `tokenizer.json` and `SHA256SUMS`. */
  readonly modelFolder: string;
  /** Execution providers in order of preference, by ONNX Runtime's names. */
  readonly providers?: readonly string[];
  /** Sessions that run at the same time. */
  readonly sessions?: number;
  /** Threads of each session; more than one pays only when there are fewer calls than cores. */
  readonly threads?: number;
  readonly windowLimits?: WindowLimits;
  /** Bytes of text that may be in work and waiting, over all calls. One call alone is always taken. */
  readonly maxQueuedBytes?: number;
  readonly logger?: Logger;
}

const DEFAULT_QUEUED_BYTES = 8 * 1024 * 1024;
const BYTES_PER_UNIT = 2;

function complete(options: EncoderOptions): Required<EncoderOptions> {
  return {
    providers: ["cpu"],
    sessions: Math.min(availableParallelism(), 2),
    threads: 1,
    windowLimits: defaultWindowLimits,
    maxQueuedBytes: DEFAULT_QUEUED_BYTES,
    logger: silentLogger,
    ...options,
  };
}

/**
 * Loads and verifies the model and starts its sessions. One window per call of the model: the dynamic quantisation of
 * an int8 model takes its range from the whole batch, so that scores would depend on what else is in it.
 */
export async function createEncoder(options: EncoderOptions): Promise<Encoder> {
  const settings = complete(options);
  const files = await readModelFolder(settings.modelFolder);
  const tokenizer = createTokenizer(parseTokenizer(files.tokenizer.toString("utf8")));
  const sessions = await startSessions(files, settings);
  const pool = new SessionPool(sessions);
  const admit = createAdmission(settings.maxQueuedBytes);
  const encodeText = createTextEncoder(tokenizer, settings.windowLimits, pool);

  const encode = async (texts: readonly string[], signal: AbortSignal): Promise<readonly Encoding[]> => {
    const leave = admit(texts);
    try {
      return await mapInLanes(texts, sessions.length, async (text) => encodeText(text, signal));
    } finally {
      leave();
    }
  };
  const provider = sessions[0]?.provider ?? "none";
  return { modelVersion: files.version, provider: () => provider, encode, stop: async () => pool.stop() };
}

async function startSessions(files: ModelFiles, settings: Required<EncoderOptions>): Promise<InferenceSession[]> {
  const { providers, threads, logger } = settings;
  const first = await startSession({ model: files.model, providers, threads }, logger);
  const others = Array.from({ length: settings.sessions - 1 }, async () =>
    startSession({ model: files.model, providers: [first.provider], threads }, logger),
  );
  logger.info("encoder loaded", { model: files.version, provider: first.provider, sessions: settings.sessions });
  return [first, ...(await Promise.all(others))];
}

/** Takes texts in while their bytes fit; the answer ends their stay. */
function createAdmission(maxQueuedBytes: number): (texts: readonly string[]) => () => void {
  let queuedBytes = 0;
  return (texts) => {
    const bytes = texts.reduce((sum, text) => sum + text.length * BYTES_PER_UNIT, 0);
    if (queuedBytes > 0 && queuedBytes + bytes > maxQueuedBytes) {
      const message = `${queuedBytes} bytes of text wait already, ${maxQueuedBytes} are allowed; try later or shed`;
      throw new ParapetError("encoder_busy", message);
    }
    queuedBytes += bytes;
    return () => {
      queuedBytes -= bytes;
    };
  };
}

function createTextEncoder(tokenizer: Tokenizer, limits: WindowLimits, pool: SessionPool) {
  return async (text: string, signal: AbortSignal): Promise<Encoding> => {
    const { ids, starts, ends } = tokensOf(text, tokenizer);
    const encodeWindow = async ({ start, end }: TextRange): Promise<EncodedWindow> => ({
      start: starts[start] ?? 0,
      end: ends[end - 1] ?? text.length,
      embedding: await pool.run([tokenizer.startId, ...ids.slice(start, end), tokenizer.endId], signal),
    });
    const windows = await Promise.all(planWindows(ids.length, limits).map(encodeWindow));
    return { embedding: meanDirection(windows.map(({ embedding }) => embedding)), windows };
  };
}

/** Maps with so many items at a time, in order; the first failure ends all lanes. */
async function mapInLanes<T, R>(items: readonly T[], lanes: number, map: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const rest = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of rest) results[index] = await map(item);
  };
  await Promise.all(Array.from({ length: lanes }, work));
  return results;
}
