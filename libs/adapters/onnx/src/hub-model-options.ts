import { z } from "zod";

/** A shorter input says too little to be judged; the cost of one grows with the square of its length. */
const MIN_TOKENS = 16;
const MAX_TOKENS = 8_192;

/** What a detector of weights from elsewhere can find, and may be called. */
const hubCategories = ["injection", "toxicity", "hallucination"] as const;
const detectorName = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, "a detector is written in small letters: my_detector");

/**
 * How a model is asked whose folder is an export of Hugging Face's libraries: `config.json`, `tokenizer.json` and a graph
 * in ONNX, as Optimum writes it.
 */
export const hubModelOptions = z
  .strictObject({
    folder: z.string().min(1),
    /** The graph, from the folder; `model.onnx` without it, else `onnx/model.onnx`. */
    file: z.string().min(1).optional(),
    /** Takes the place of the detector of that name, or comes beside the others. */
    detector: detectorName,
    category: z.enum(hubCategories),
    /** `sequence` judges a text, `tokens` the tokens of an answer in view of its context. */
    task: z.enum(["sequence", "tokens"]).default("sequence"),
    /** Names of `id2label` in `config.json` that stand for what is to be found. */
    labels: z.array(z.string().min(1)).min(1),
    /** A finding is made when the score is strictly greater, whatever a policy says of the category. */
    threshold: z.number().min(0).lt(1),
    /** Of one input, special tokens counted. */
    maxTokens: z.int().min(MIN_TOKENS).max(MAX_TOKENS).optional(),
    /** How far apart windows start at most, in tokens; three quarters of a window without it. */
    stride: z.int().positive().optional(),
    /** Platt scaling: of a probability p the score is the sigmoid of `slope · logit(p) + intercept`. */
    calibration: z.strictObject({ slope: z.number().positive(), intercept: z.number() }).optional(),
    /** Of the graph's file alone, not of weights that lie beside it; checked where it is given. */
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, "a SHA-256 is written in 64 hexadecimal digits, in small letters")
      .optional(),
  })
  .refine(({ category, task }) => (category === "hallucination") === (task === "tokens"), {
    path: ["task"],
    message: "what finds hallucination is of task tokens, and nothing else is",
  });

export type HubModelOptions = z.output<typeof hubModelOptions>;
