import { createFlavour } from "../flavour.ts";

/** Ollama's own API. It leaves the prompt out when all of it was in its cache. https://docs.ollama.com/api */
export const ollama = createFlavour({
  name: "ollama",
  roots: [""],
  marks: ["prompt_eval_count", "eval_count"],
  counts: { input: ["prompt_eval_count"], output: ["eval_count"] },
});

/** Hugging Face's text generation inference, where details were asked for. */
export const textGenerationInference = createFlavour({
  name: "tgi",
  roots: ["details"],
  marks: ["generated_tokens"],
  counts: { input: ["input_length", "prompt_tokens"], output: ["generated_tokens"] },
});

/** SGLang's own `generate`. */
export const sglang = createFlavour({
  name: "sglang",
  roots: ["meta_info"],
  marks: ["prompt_tokens", "completion_tokens"],
  counts: { input: ["prompt_tokens"], cacheRead: ["cached_tokens"], output: ["completion_tokens"] },
});
