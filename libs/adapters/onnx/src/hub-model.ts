import { chooseEvidence, type EvidenceIndex } from "@parapet/faithfulness";

import { evidenceIn } from "./encode-pair.ts";
import type { HubExport } from "./hub-export.ts";
import { labelScore } from "./label-score.ts";
import type { LearnedModel, Verdict } from "./learned-model.ts";
import { isReadInPart, windowsOf } from "./reading-windows.ts";
import { readingsOf, type TextForm } from "./readings-of.ts";
import type { Call, SessionPool } from "./session-pool.ts";
import { frameRow, type FramedRow } from "./special-tokens.ts";
import { strongest } from "./strongest.ts";
import type { TextRange } from "./text-range.ts";
import { mostTokens, planWindows } from "./token-windows.ts";

export const hubModelInputs = ["input_ids", "token_type_ids"] as const;
export const hubModelOutputs = ["logits"] as const;

/** More of an answer or of a context is not read; in UTF-16 units. */
const MAX_PAIR_UNITS = 65_536;

/** Asks weights from elsewhere the one question that they were configured for. */
export function createHubModel(model: HubExport, pool: SessionPool): LearnedModel {
  const { version, weightsName, options } = model;
  const { detector: name, category, threshold } = options;
  const judge = options.task === "sequence" ? judgeText : judgeAnswer;
  return {
    detectors: [{ name, category, version, defaultThreshold: threshold, threshold }],
    embeddingVersion: null,
    judge: async ({ text, context = "" }, call) => {
      const ask = async (row: FramedRow): Promise<Float32Array> => run(pool, weightsName, row, call);
      const { verdict, isPartial } = await judge({ text, context }, model, ask);
      return { verdicts: { [name]: verdict }, embedding: null, isPartial };
    },
  };
}

interface Texts {
  readonly text: string;
  readonly context: string;
}

interface Judged {
  readonly verdict: Verdict | null;
  readonly isPartial: boolean;
}

type Ask = (row: FramedRow) => Promise<Float32Array>;

async function run(pool: SessionPool, model: string, { ids, types }: FramedRow, call: Call): Promise<Float32Array> {
  const { logits } = await pool.run(model, { input_ids: ids, token_type_ids: types }, call);
  return logits ?? new Float32Array(0);
}

/** The score of a text is that of its greatest window. */
async function judgeText({ text }: Texts, model: HubExport, ask: Ask): Promise<Judged> {
  const { tokenizer, windowLimits, scoring } = model;
  const form: TextForm = { tokenizer, normalise: (given) => given };
  const readings = readingsOf(text, form);
  const windows = await Promise.all(
    windowsOf(readings, windowLimits).map(async ({ ids, range }) => {
      return { range, logits: await ask(frameRow(tokenizer.specialTokens.single, { A: ids })) };
    }),
  );
  const verdict = strongest(windows, ({ logits }) => labelScore(logits, scoring));
  return { verdict, isPartial: isReadInPart(text, readings, windowLimits) };
}

/** One token of an answer. */
interface AnswerToken {
  readonly range: () => TextRange;
  readonly score: number;
}

/** The score of an answer is that of its greatest token; null where there is nothing that it should agree with. */
async function judgeAnswer({ text, context }: Texts, model: HubExport, ask: Ask): Promise<Judged> {
  if (context.trim() === "") return { verdict: null, isPartial: false };
  const { tokenizer, windowLimits, room } = model;
  const answer = tokenizer.tokenize(text.slice(0, MAX_PAIR_UNITS));
  if (answer.ids.length === 0) return { verdict: { score: 0, start: 0, end: 0 }, isPartial: false };
  const evidenceFor = evidenceWithin(context.slice(0, MAX_PAIR_UNITS), model);
  const windows = await Promise.all(
    planWindows(answer.ids.length, windowLimits).map(async ({ start, end }) => {
      const ids = answer.ids.slice(start, end);
      const said = (): string => text.slice(answer.starts[start] ?? 0, answer.ends[end - 1] ?? text.length);
      const row = frameRow(tokenizer.specialTokens.pair, { A: evidenceFor(said, room - ids.length), B: ids });
      const scores = tokenScores(await ask(row), row, ids.length, model);
      return scores.map((score, index): AnswerToken => {
        const token = start + index;
        return { score, range: () => ({ start: answer.starts[token] ?? 0, end: answer.ends[token] ?? text.length }) };
      });
    }),
  );
  const verdict = strongest(windows.flat(), ({ score }) => score);
  const isLong = text.length > MAX_PAIR_UNITS || context.length > MAX_PAIR_UNITS;
  return { verdict, isPartial: isLong || answer.ids.length > mostTokens(windowLimits) };
}

/**
 * Tokens of a context: all of them where there is room, or else those of the sentences that what was said is about, which is
 * asked for then alone. Stretches whose tokens cannot be placed say the same, and are looked up once.
 */
function evidenceWithin(
  context: string,
  { tokenizer }: HubExport,
): (said: () => string, room: number) => readonly number[] {
  const { ids } = tokenizer.tokenize(context);
  let index: EvidenceIndex | undefined;
  const known = new Map<string, readonly number[]>();
  return (said, room) => {
    if (ids.length <= room) return ids;
    index ??= evidenceIn(context, tokenizer);
    const words = said();
    const found = known.get(words) ?? tokenizer.tokenize(chooseEvidence(words, index, room).join(" ")).ids;
    known.set(words, found);
    return found.slice(0, room);
  };
}

/** Of each token of the answer. In a batch the logits of padding come behind those of the row. */
function tokenScores(
  logits: Float32Array,
  { ids, lastStart }: FramedRow,
  count: number,
  { scoring }: HubExport,
): readonly number[] {
  const { labelCount } = scoring;
  const isOnePerToken = logits.length >= ids.length * labelCount && logits.length % labelCount === 0;
  return Array.from({ length: count }, (_, index) => {
    const start = (lastStart + index) * labelCount;
    return isOnePerToken ? labelScore(logits.subarray(start, start + labelCount), scoring) : Number.NaN;
  });
}
