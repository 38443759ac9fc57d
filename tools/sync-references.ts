/**
 * Writes each package's `tsconfig.json` from its `package.json`: TypeScript project references repeat the workspace
 * dependencies, so they are derived, not kept by hand. With `--check` nothing is written and a difference fails.
 */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

interface PackageJson {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, "..");
const check = process.argv.includes("--check");
const globs = [
  "libs/*/*/package.json",
  "libs/testkit/package.json",
  "services/*/package.json",
  "bench/package.json",
  "models/package.json",
];

function readPackage(path: string): PackageJson {
  return JSON.parse(readFileSync(path, "utf8"));
}

const folders = globSync(globs, { cwd: root })
  .map((file) => join(root, dirname(file)))
  .sort();
const folderOf = new Map(folders.map((folder) => [readPackage(join(folder, "package.json")).name, folder]));

function referencesOf(folder: string): { path: string }[] {
  const { dependencies = {} } = readPackage(join(folder, "package.json"));
  return Object.keys(dependencies)
    .map((name) => folderOf.get(name))
    .filter((target) => target !== undefined)
    .sort()
    .map((target) => ({ path: relative(folder, target) }));
}

function packageConfig(folder: string): string {
  const config = {
    extends: relative(folder, join(root, "tsconfig.base.json")),
    compilerOptions: { rootDir: "src", outDir: "dist", tsBuildInfoFile: "dist/.tsbuildinfo" },
    include: ["src"],
    exclude: ["src/**/*.test.ts"],
    references: referencesOf(folder),
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

function rootConfig(): string {
  const references = folders.map((folder) => ({ path: relative(root, folder) }));
  return `${JSON.stringify({ files: [], references }, null, 2)}\n`;
}

const wanted = new Map(folders.map((folder) => [join(folder, "tsconfig.json"), packageConfig(folder)]));
wanted.set(join(root, "tsconfig.json"), rootConfig());

/** Compared as values: a formatter may lay the same JSON out otherwise. */
function isSame(path: string, text: string): boolean {
  try {
    return JSON.stringify(JSON.parse(readFileSync(path, "utf8"))) === JSON.stringify(JSON.parse(text));
  } catch {
    return false; // Absent or unreadable: it is to be written.
  }
}

const stale = [...wanted].filter(([path, text]) => !isSame(path, text));
for (const [path, text] of stale) {
  if (check) console.error(`stale: ${relative(root, path)} (run: npx pnpm references)`);
  else writeFileSync(path, text);
}
process.exitCode = check && stale.length > 0 ? 1 : 0;
