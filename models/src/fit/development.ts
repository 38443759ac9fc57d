import { z } from "zod";

const label = z.union([z.literal(0), z.literal(1)]);
const target = label.nullable();

/** A text that was kept for development, as the preparation wrote it. */
export const developmentText = z.object({
  text: z.string(),
  targets: z.object({ direct: target, indirect: target, toxicity: target }),
  source: z.string(),
  /** How much the text counts, as in training. */
  weight: z.number(),
  kind: z.string().optional(),
});

export type DevelopmentText = z.output<typeof developmentText>;

/** A pair that was kept for development. */
export const developmentPair = z.object({
  context: z.string(),
  sentence: z.string(),
  label,
  source: z.string(),
  kind: z.string(),
});

export type DevelopmentPair = z.output<typeof developmentPair>;
