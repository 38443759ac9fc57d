import { figuresBySource, figuresTable } from "./figures-by-source.ts";
import type { FittedDetector } from "./fit-text.ts";
import { operatingPointsTable } from "./operating-points.ts";
import { parityTable } from "./parity.ts";

/** What stands on the card of a model beside its figures. */
export interface CardText {
  readonly name: string;
  readonly paragraphs: readonly string[];
  readonly limits: readonly string[];
}

const PARITY =
  "`model.onnx` is for CPUs: int8 weights, and inputs that are brought to eight bits as they come. `model.fp16.onnx` is for" +
  " accelerators: the same weights, and all else in 16 bits. Both were asked on a CPU.";

const DEVELOPMENT =
  "Figures on the texts that were kept back from training, by groups of texts and not by sources: the model knows" +
  " sources of this kind, and calibration and thresholds were fitted on the same scores. Expect less on other traffic;" +
  " what it does on sources that it has never seen is told beside this card where it was measured. Recall and false" +
  " positives are those at the default threshold. At the points 0.1, 1 and 5 % of the harmless texts are found, each" +
  " counted as much as in training: little where annotators were at odds. Their table counts every text once.";

export const textCard: CardText = {
  name: "guard-text",
  paragraphs: [
    "**What.** One trunk (6 layers, 384 numbers, 22.7 million weights, int8) that answers three questions about a window of 126" +
      " tokens in one pass: is it an attack on the instructions of the model that gets it, is there a command to the model in a" +
      " document, is it abusive. A fourth output is the drift vector, kept near that of the encoder that the trunk began as.",
    "**Use.** `injection` is the greater of the first two, each a calibrated probability; `toxicity` the third. A text scores as" +
      " its highest window does, in any of its readings (as it stands, and with tricks and encodings undone). To the logit of" +
      " a direct attack one and a half times that of a logistic regression over n-grams is added (`ngrams.bin`).",
    "**Training.** `models/README.md` tells the commands. AdamW, bf16, embeddings and two layers frozen, three epochs of 56,000" +
      " windows drawn by source to the power 0.75; masked binary cross-entropy and the cosine distance from the encoder's vector.",
    "**Our own texts** were written for what such classifiers get wrong, and so along the lines that published functional tests" +
      " of hate speech and sets of German and English attacks draw, without looking at any: a figure on such a set is of" +
      " something that the model was taught.",
    "**Licence.** Apache-2.0. It began as all-MiniLM-L6-v2 (Apache-2.0). The texts that it learnt from keep their own licences," +
      " all of them permissive, and are not part of the repository but for our own.",
  ],
  limits: [
    "English first. German is in the public texts and some five hundred of our own; a dozen other languages are in three hundred.",
    "Irony, allusion and abuse that only its context shows are found seldom; quoted abuse is sometimes taken for abuse.",
    "Role play of some length and instructions that talk about instructions are taken for attacks more often than other texts.",
    "Scores of int8 models differ between kinds of processors in the second digit.",
  ],
};

export const pairCard: CardText = {
  name: "guard-faithfulness",
  paragraphs: [
    "**What.** A pair encoder (12 layers, 384 numbers, 33 million weights, int8): evidence of at most 112 tokens, chosen by shared" +
      " words, and one sentence of an answer. Before its fifth layer it is told of every token whether the other side has its" +
      " word. Outputs: a logit that something is not supported, and one for each token.",
    "**Use.** `hallucination` is a logistic regression over the logit, the greatest and all token logits and nine counts of words, numbers" +
      " and names that the evidence lacks; it is fitted on pairs that were kept back, and on what models that had not seen a family of sources said of" +
      " it. An answer" +
      " scores as its worst sentence does. Without a context there is no score.",
    "**Training.** `models/README.md` tells the commands. Human judgements, our own pairs, and perturbations by program of" +
      " supported sentences (names, roles, numbers, dates, negations, opposites, phrases) with rephrased ones beside them, as many" +
      " of either label from each source that has both; loss on the pair, on the tokens that were changed, and on the token that stands out." +
      " AdamW, bf16, embeddings and four layers frozen, three epochs of 12,000 pairs drawn by source to the power 0.75.",
    "**Licence.** Apache-2.0. It began as bge-small-en-v1.5 (MIT, `LICENSE.bge`). The pairs that it learnt from keep their own" +
      " licences and are not part of the repository but for our own.",
  ],
  limits: [
    "It compares words and what they mean nearby; it does not calculate, and does not know the world.",
    "Changes of a single word that keeps all names and numbers are found little better than by chance.",
    "Evidence that is spread over more than some five sentences of a long context is seen in part only.",
    "English.",
  ],
};

/** The card as Markdown. */
export function modelCard({ name, paragraphs, limits }: CardText, detectors: readonly FittedDetector[]): string {
  return [
    `# Model card: \`${name}\``,
    ...paragraphs,
    "## Limits",
    limits.map((limit) => `- ${limit}`).join("\n"),
    "## Against the graph that was trained",
    PARITY,
    parityTable(detectors.flatMap(({ parity }) => parity)),
    "## Development figures",
    DEVELOPMENT,
    ...detectors.flatMap((detector) => [
      `### ${detector.name}, default threshold ${detector.threshold}`,
      operatingPointsTable(detector.points, detector.scored),
      figuresTable(figuresBySource(detector.scored, detector.threshold)),
    ]),
    "",
  ].join("\n\n");
}
