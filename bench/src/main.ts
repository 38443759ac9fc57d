import { benchAccuracy } from "./accuracy.ts";
import { benchBytes } from "./bytes-per-span.ts";
import { benchClassify } from "./classify.ts";
import { benchEncodeRows } from "./encode-rows.ts";
import { benchNormalise } from "./normalise.ts";
import { benchPipeline } from "./pipeline.ts";
import { benchPricing } from "./pricing.ts";
import { benchSensitive } from "./sensitive.ts";
import { benchSoak } from "./soak.ts";
import { benchTokenizer } from "./tokenizer.ts";

const benches: Readonly<Record<string, () => Promise<void>>> = {
  accuracy: benchAccuracy,
  bytes: benchBytes,
  classify: benchClassify,
  "encode-rows": benchEncodeRows,
  normalise: benchNormalise,
  pipeline: benchPipeline,
  pricing: benchPricing,
  sensitive: benchSensitive,
  soak: benchSoak,
  tokenizer: benchTokenizer,
};

const name = process.argv[2] ?? "";
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
  process.stderr.write(`usage: pnpm bench <${Object.keys(benches).join(" | ")}>\n`);
  process.exitCode = 2;
} else {
  await bench();
}
