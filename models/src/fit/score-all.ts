import type { LearnedModel, ModelInput } from "@parapet/onnx";

/** Far more than a model takes for all of the development texts. */
const DEADLINE_MS = 3_600_000;
const LANES = 8;

/** The scores of all texts by detector, in the order of the texts; of a detector that does not apply 0. */
export async function scoreAll(
  model: LearnedModel,
  inputs: readonly ModelInput[],
): Promise<readonly Readonly<Record<string, number>>[]> {
  const call = { signal: AbortSignal.timeout(DEADLINE_MS), priority: "stream" } as const;
  const scores: Record<string, number>[] = [];
  const rest = inputs.entries();
  const work = async (): Promise<void> => {
    for (const [index, input] of rest) {
      const { verdicts } = await model.judge(input, call);
      scores[index] = Object.fromEntries(
        Object.entries(verdicts).map(([name, verdict]) => [name, verdict?.score ?? 0]),
      );
    }
  };
  await Promise.all(Array.from({ length: LANES }, work));
  return scores;
}

/** Beyond it a double no longer tells a probability from 0 or 1. */
const LEAST = 1e-15;

/** What a probability was before it became one. */
export function logitOfProbability(probability: number): number {
  const bounded = Math.min(Math.max(probability, LEAST), 1 - LEAST);
  return Math.log(bounded / (1 - bounded));
}
