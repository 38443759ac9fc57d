import { createFlavour, type FlavourSpec } from "../flavour.ts";

const roots = ["usage", "meta", "delta.usage", "response.meta", ""];

const billed = {
  name: "cohere",
  roots,
  marks: ["billed_units"],
  counts: {
    input: {
      first: ["billed_units.input_tokens"],
      plus: [["billed_units.image_tokens"]],
      isFirstOptional: true,
    },
    inputImage: ["billed_units.image_tokens"],
    output: ["billed_units.output_tokens"],
  },
} satisfies FlavourSpec;

/** Cohere, as it bills: without what it adds to a prompt itself. https://docs.cohere.com/reference/chat */
export const cohereBilled = createFlavour(billed);

/** Cohere, as its models count. */
export const cohereTokens = createFlavour({
  name: "tokens",
  roots,
  marks: ["tokens"],
  counts: {
    input: ["tokens.input_tokens"],
    cacheRead: ["cached_tokens"],
    output: ["tokens.output_tokens"],
  },
});
