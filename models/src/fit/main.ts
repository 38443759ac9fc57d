/**
 * Calibrates a trained model and writes the folder that ships: `node src/fit/main.ts text|pairs FOLDER`, where the folder
 * is the one that training wrote.
 */
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { fitPairs } from "./fit-pairs.ts";
import { fitText } from "./fit-text.ts";
import { modelCard, pairCard, textCard } from "./model-card.ts";

const models = join(import.meta.dirname, "../..");
const fits = { text: { fit: fitText, card: textCard }, pairs: { fit: fitPairs, card: pairCard } };

const [kind = "", trained = ""] = process.argv.slice(2);
if (kind !== "text" && kind !== "pairs") throw new Error("say which model it is: text or pairs");
const { fit, card } = fits[kind];
const target = join(models, card.name);
const fitted = await fit({
  trained: resolve(trained),
  tokenizer: join(models, "guard-text/tokenizer.json"),
  work: join(models, "../.parapet/models"),
  target,
});
const text = modelCard(card, fitted);
await writeFile(join(target, "MODEL_CARD.md"), text);
console.log(text);
