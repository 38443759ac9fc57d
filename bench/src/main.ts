import { benchBytes } from "./bytes-per-span.ts";
import { benchClassifier } from "./classifier.ts";
import { benchEncodeRows } from "./encode-rows.ts";
import { benchNormalise } from "./normalise.ts";
import { benchPipeline } from "./pipeline.ts";
import { benchPricing } from "./pricing.ts";
import { benchSensitive } from "./sensitive.ts";
import { benchSoak } from "./soak.ts";

const benches: Readonly<Record<string, () => Promise<void>>> = {
  bytes: benchBytes,
  classifier: benchClassifier,
  "encode-rows": benchEncodeRows,
  normalise: benchNormalise,
  pipeline: benchPipeline,
  pricing: benchPricing,
  sensitive: benchSensitive,
  soak: benchSoak,
};

const name = process.argv[2] ?? "";
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
  process.stderr.write(`usage: pnpm bench <${Object.keys(benches).join(" | ")}>\n`);
  process.exitCode = 2;
} else {
  await bench();
}
