import { z } from "zod";

/** One part of a model's input: special tokens, or the tokens of a text or of the second of two. */
type TemplatePart =
  | { readonly kind: "special"; readonly ids: readonly number[]; readonly type: number }
  | { readonly kind: "sequence"; readonly name: SequenceName; readonly type: number };

type SequenceName = "A" | "B";

/** What a tokenizer puts around the tokens of one text and of a pair of texts. */
export interface SpecialTokens {
  readonly single: readonly TemplatePart[];
  readonly pair: readonly TemplatePart[];
}

const templatePart = z.union([
  z.object({ SpecialToken: z.object({ id: z.string(), type_id: z.number() }) }),
  z.object({ Sequence: z.object({ id: z.enum(["A", "B"]), type_id: z.number() }) }),
]);
const marker = z.tuple([z.string(), z.number()]);

const template = z.object({
  type: z.literal("TemplateProcessing"),
  single: z.array(templatePart),
  pair: z.array(templatePart),
  special_tokens: z.record(z.string(), z.object({ ids: z.array(z.number()) })),
});
const bert = z.object({ type: z.literal("BertProcessing"), cls: marker, sep: marker });
const roberta = z.object({ type: z.literal("RobertaProcessing"), cls: marker, sep: marker });
const byteLevel = z.object({ type: z.literal("ByteLevel") });
const one = z.discriminatedUnion("type", [template, bert, roberta, byteLevel]);

/** The part `post_processor` of a `tokenizer.json`. */
export const postProcessor = z
  .union([one, z.object({ type: z.literal("Sequence"), processors: z.array(one) })])
  .nullish();

/** Reads what a post-processor adds; the library `tokenizers` documents each of its kinds. */
export function specialTokensOf(processor: z.output<typeof postProcessor>): SpecialTokens {
  if (processor?.type !== "Sequence") return addedBy(processor ?? { type: "ByteLevel" });
  const adding = processor.processors.find(({ type }) => type !== "ByteLevel");
  return addedBy(adding ?? { type: "ByteLevel" });
}

const first = { kind: "sequence", name: "A", type: 0 } as const;
const second = (type: number): TemplatePart => ({ kind: "sequence", name: "B", type });
const special = ([, id]: z.output<typeof marker>, type = 0): TemplatePart => ({ kind: "special", ids: [id], type });

function addedBy(processor: z.output<typeof one>): SpecialTokens {
  switch (processor.type) {
    case "TemplateProcessing":
      return { single: partsOf(processor, "single"), pair: partsOf(processor, "pair") };
    case "BertProcessing": {
      const { cls, sep } = processor;
      const single = [special(cls), first, special(sep)];
      return { single, pair: [...single, second(1), special(sep, 1)] };
    }
    case "RobertaProcessing": {
      const { cls, sep } = processor;
      const single = [special(cls), first, special(sep)];
      return { single, pair: [...single, special(sep), second(0), special(sep)] };
    }
    case "ByteLevel":
      return { single: [first], pair: [first, second(1)] };
    default:
      return processor satisfies never;
  }
}

function partsOf(processor: z.output<typeof template>, of: "single" | "pair"): readonly TemplatePart[] {
  return processor[of].map((part) =>
    "Sequence" in part
      ? { kind: "sequence", name: part.Sequence.id, type: part.Sequence.type_id }
      : {
          kind: "special",
          ids: processor.special_tokens[part.SpecialToken.id]?.ids ?? [],
          type: part.SpecialToken.type_id,
        },
  );
}

/** One input of a model. */
export interface FramedRow {
  readonly ids: readonly number[];
  /** As long as `ids`. */
  readonly types: readonly number[];
  /** Where the tokens of the second text begin; those of the only one where there is no other. */
  readonly lastStart: number;
}

/** Puts the special tokens around texts, by the order in which they are named. */
export function frameRow(
  parts: readonly TemplatePart[],
  texts: Readonly<Record<string, readonly number[]>>,
): FramedRow {
  const [ids, types]: [number[], number[]] = [[], []];
  let lastStart = 0;
  for (const part of parts) {
    if (part.kind === "sequence") lastStart = ids.length;
    const added = part.kind === "special" ? part.ids : (texts[part.name] ?? []);
    for (const id of added) {
      ids.push(id);
      types.push(part.type);
    }
  }
  return { ids, types, lastStart };
}

/** Special tokens of one input. */
export function countSpecial(parts: readonly TemplatePart[]): number {
  return parts.reduce((sum, part) => sum + (part.kind === "special" ? part.ids.length : 0), 0);
}
