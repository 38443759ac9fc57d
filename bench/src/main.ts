import { benchNormalise } from "./normalise.ts";
import { benchPipeline } from "./pipeline.ts";
import { benchPricing } from "./pricing.ts";

const benches: Readonly<Record<string, () => Promise<void>>> = {
  normalise: benchNormalise,
  pipeline: benchPipeline,
  pricing: benchPricing,
};

const name = process.argv[2] ?? "";
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
  process.stderr.write(`usage: pnpm bench <${Object.keys(benches).join(" | ")}>\n`);
  process.exitCode = 2;
} else {
  await bench();
}
