import { benchPipeline } from "./pipeline.ts";

const benches: Readonly<Record<string, () => Promise<void>>> = { pipeline: benchPipeline };

const name = process.argv[2] ?? "";
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench === undefined) {
  process.stderr.write(`usage: pnpm bench <${Object.keys(benches).join(" | ")}>\n`);
  process.exitCode = 2;
} else {
  await bench();
}
