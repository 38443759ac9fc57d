import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../../../..");
const maxArchiveBytes = 256 * 1_024 * 1_024;

/** The folder of the training archives, or null when this machine has none. `PARAPET_DATASETS` names it. */
export function datasetsFolder(): string | null {
  const folder = process.env["PARAPET_DATASETS"] ?? join(root, "../shared/datasets");
  return existsSync(join(folder, "injection.tar.xz")) ? folder : null;
}

interface Row {
  readonly text?: string;
  readonly context?: string;
}

/** The texts of one file of the training data, such as `injection/slabs`: each once. */
export function datasetTexts(folder: string, name: string): readonly string[] {
  const archive = join(folder, `${name.slice(0, name.indexOf("/"))}.tar.xz`);
  const lines = execFileSync("tar", ["-xJOf", archive, `${name}.jsonl`], {
    encoding: "utf8",
    maxBuffer: maxArchiveBytes,
  });
  const rows = lines
    .trim()
    .split("\n")
    .map((line): Row => JSON.parse(line));
  return [...new Set(rows.flatMap(({ text = "", context = "" }) => [text, context]))];
}

/** Files of this project, without tests, which hold planted values, and without recognizers, which hold examples. */
export function projectTexts(pattern: string): readonly string[] {
  const exclude = /node_modules|\/dist\/|\/testing\/|\.test\.ts$|domain\/(?:pii|secrets|sensitive)\//;
  return filesOf(pattern, exclude);
}

/** Sources and documents of a package that this project depends on, without its tests. */
export function packageTexts(name: string): readonly string[] {
  return filesOf(`node_modules/.pnpm/${name}@*/node_modules/${name}/**/*.{js,mjs,cjs,ts,md}`, /\/(?:tests?|dev)\//);
}

function filesOf(pattern: string, exclude: RegExp): readonly string[] {
  const files = globSync(pattern, { cwd: root }).toSorted();
  return files.filter((file) => !exclude.test(file)).map((file) => readFileSync(join(root, file), "utf8"));
}
