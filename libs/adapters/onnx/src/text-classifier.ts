import { errorCode, ParapetError } from "@parapet/runtime";

import type {
  LearnedDetector,
  LearnedModel,
  MissingDetector,
  ModelAnswer,
  ModelInput,
  Verdict,
} from "./learned-model.ts";
import type { Call } from "./session-pool.ts";

/** What became of one detector on one text; `reason` is a word, or the code of an error. */
export type Outcome =
  | (Verdict & {
      readonly status: "ran";
      /** From the question to the answer, waiting too. */
      readonly durationMs: number;
      /** The text is longer than what is read of it. */
      readonly isPartial: boolean;
    })
  | { readonly status: "shed" | "failed" | "not_run"; readonly reason: string };

/** What the models tell about a text. */
export interface Classification {
  /** By detector. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** Drift vector, 384 numbers of Euclidean length one; null when it could not be had. */
  readonly embedding: Float32Array | null;
}

export interface ClassifierCall extends Call {
  /** Which detectors are asked; all without it. Models without any of them are not run. */
  readonly isWanted?: (detector: string) => boolean;
}

export interface TextClassifier {
  readonly detectors: readonly LearnedDetector[];
  /** What embeddings are to be stored under. */
  readonly embeddingVersion: string;
  /**
   * Classifications in the order of the texts. Never rejects: where a model fails, or the call ends before it is done,
   * its detectors are not run, and those of the other models stand.
   */
  readonly classify: (inputs: readonly ModelInput[], call: ClassifierCall) => Promise<readonly Classification[]>;
}

export interface TextClassifierOptions {
  readonly models: readonly LearnedModel[];
  /** Questions whose models could not be loaded; each text is told so. */
  readonly missing?: readonly MissingDetector[];
  /** Texts that are worked on at a time; more only wait. */
  readonly lanes: number;
  /**
   * Bytes of text that callers who wait may have in work together; one call alone is always taken. The stream is bounded
   * where it is read, and waits behind them.
   */
  readonly maxQueuedBytes?: number;
  /** Told of every failure, by the code of its error. */
  readonly onFailure?: (detectors: readonly string[], code: string) => void;
}

const DEFAULT_QUEUED_BYTES = 8 * 1024 * 1024;
const BYTES_PER_UNIT = 2;

/** Asks all models about each text. */
export function createTextClassifier(options: TextClassifierOptions): TextClassifier {
  const { models, missing = [], lanes, maxQueuedBytes = DEFAULT_QUEUED_BYTES } = options;
  let queuedBytes = 0;
  const classify = async (inputs: readonly ModelInput[], call: ClassifierCall): Promise<readonly Classification[]> => {
    const bytes =
      inputs.reduce((sum, { text, context = "" }) => sum + text.length + context.length, 0) * BYTES_PER_UNIT;
    if (call.priority === "stream")
      return mapInLanes(inputs, lanes, async (input) => classifyOne(input, call, options));
    if (queuedBytes > 0 && queuedBytes + bytes > maxQueuedBytes) return inputs.map(() => turnedAway(call, options));
    queuedBytes += bytes;
    try {
      return await mapInLanes(inputs, lanes, async (input) => classifyOne(input, call, options));
    } finally {
      queuedBytes -= bytes;
    }
  };
  return {
    detectors: [...models.flatMap(({ detectors }) => detectors), ...missing],
    embeddingVersion: models.find(({ embeddingVersion }) => embeddingVersion !== null)?.embeddingVersion ?? "",
    classify,
  };
}

async function classifyOne(
  input: ModelInput,
  call: ClassifierCall,
  { models, missing = [], onFailure }: TextClassifierOptions,
): Promise<Classification> {
  const answers = await Promise.all(
    askedOf(models, call).map(async (model): Promise<Classification> => {
      if (call.signal.aborted) return unanswered([model], lateFor(call));
      try {
        const startedMs = performance.now();
        const answer = await model.judge(input, call);
        return toClassification(answer, performance.now() - startedMs);
      } catch (error) {
        if (call.signal.aborted) return unanswered([model], lateFor(call));
        const reason = errorCode(error);
        onFailure?.(
          model.detectors.map(({ name }) => name),
          reason,
        );
        return unanswered([model], { status: "failed", reason });
      }
    }),
  );
  return {
    outcomes: Object.assign({}, notAsked(missing), ...answers.map(({ outcomes }) => outcomes)),
    embedding: answers.find(({ embedding }) => embedding !== null)?.embedding ?? null,
  };
}

/** What is told of a text that there is no room for. */
function turnedAway(call: ClassifierCall, { models, missing = [] }: TextClassifierOptions): Classification {
  const { outcomes, embedding } = unanswered(askedOf(models, call), { status: "shed", reason: "busy" });
  return { outcomes: { ...notAsked(missing), ...outcomes }, embedding };
}

/** A model that is asked nothing any more still gives the drift vector. */
function askedOf(models: readonly LearnedModel[], { isWanted = () => true }: ClassifierCall): readonly LearnedModel[] {
  return models.filter(({ detectors }) => detectors.length === 0 || detectors.some(({ name }) => isWanted(name)));
}

function notAsked(missing: readonly MissingDetector[]): Readonly<Record<string, Outcome>> {
  return Object.fromEntries(missing.map(({ name, reason }) => [name, { status: "not_run", reason }]));
}

/** Whoever ends a call may say why. */
function lateFor({ signal }: Call): Outcome {
  return { status: "shed", reason: signal.reason instanceof ParapetError ? signal.reason.code : "deadline" };
}

function unanswered(models: readonly LearnedModel[], outcome: Outcome): Classification {
  const names = models.flatMap(({ detectors }) => detectors.map(({ name }) => name));
  return { outcomes: Object.fromEntries(names.map((name) => [name, outcome])), embedding: null };
}

function toClassification({ verdicts, embedding, isPartial = false }: ModelAnswer, durationMs: number): Classification {
  const told = { durationMs, isPartial };
  const outcomes = Object.entries(verdicts).map(([name, verdict]) => [name, outcomeOf(verdict, told)] as const);
  return { outcomes: Object.fromEntries(outcomes), embedding };
}

/** A model gone wrong answers NaN; that says nothing and must not look like a low score. */
function outcomeOf(
  verdict: Verdict | null,
  told: { readonly durationMs: number; readonly isPartial: boolean },
): Outcome {
  if (verdict === null) return { status: "not_run", reason: "no_context" };
  return Number.isNaN(verdict.score)
    ? { status: "failed", reason: "not_a_number" }
    : { status: "ran", ...verdict, ...told };
}

/** Maps with so many items at a time, in order. */
async function mapInLanes<T, R>(items: readonly T[], lanes: number, map: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const rest = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of rest) results[index] = await map(item);
  };
  await Promise.all(Array.from({ length: lanes }, work));
  return results;
}
