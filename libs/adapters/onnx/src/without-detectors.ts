import type { LearnedModel } from "./learned-model.ts";

/** A model that is no longer asked some of its questions: others answer them. */
export function withoutDetectors(model: LearnedModel, names: ReadonlySet<string>): LearnedModel {
  const detectors = model.detectors.filter(({ name }) => !names.has(name));
  if (detectors.length === model.detectors.length) return model;
  return {
    ...model,
    detectors,
    judge: async (input, call) => {
      const { verdicts, ...answer } = await model.judge(input, call);
      return { ...answer, verdicts: Object.fromEntries(Object.entries(verdicts).filter(([name]) => !names.has(name))) };
    },
  };
}
