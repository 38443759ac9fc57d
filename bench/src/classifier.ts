import { loadModels } from "@parapet/guard";
import { silentLogger } from "@parapet/runtime";

import { costOf, print } from "./measure.ts";

const SHORT =
  "Please tell me when my order of two lamps and a chair will arrive, I moved to another street last week. ";
const TEXTS = 200;

/** `pnpm bench classifier`: texts per second through the encoder and its heads, two sessions of one thread each. */
export async function benchClassifier(): Promise<void> {
  const models = await loadModels({ providers: ["cpu"], log: silentLogger });
  try {
    const signal = AbortSignal.timeout(300_000);
    for (const [name, text] of [
      ["about 30 tokens", SHORT],
      ["about 120 tokens", SHORT.repeat(4)],
    ] as const) {
      const texts = Array.from({ length: TEXTS }, (_, index) => `${index} ${text}`);
      await models.classifier.classify(texts.slice(0, 20), signal);
      const { cpuSeconds, wallSeconds } = await costOf(() => models.classifier.classify(texts, signal));
      const figure = { bench: "classifier", case: name, cpu_s: cpuSeconds };
      print({ ...figure, value: texts.length / cpuSeconds, unit: "texts/cpu_s" });
      print({ ...figure, value: texts.length / wallSeconds, unit: "texts/s" });
    }
  } finally {
    await models.stop();
  }
}
