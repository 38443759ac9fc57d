import { z } from "zod";

/** One line of a dataset file; fields that no source uses are left out. */
export const datasetRow = z.object({
  text: z.string().min(1),
  label: z.union([z.literal(0), z.literal(1)]),
  id: z.string().min(1),
  cat: z.string().optional(),
  /** Rows of one group are one text in several spellings. */
  group: z.string().optional(),
  /** Score of another classifier, in [0, 1]. */
  api: z.string().optional(),
});

export type DatasetRow = z.infer<typeof datasetRow>;
