import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const repositoryRoot = join(import.meta.dirname, "../../..");

/**
 * The folder of the shared test corpora, or null when this machine has none. `PARAPET_FIXTURES` names it; a suite that
 * needs it is left out without it, and in CI its absence is a failure.
 */
export function fixturesFolder(env: NodeJS.ProcessEnv = process.env): string | null {
  const folder = resolve(repositoryRoot, env["PARAPET_FIXTURES"] ?? "../shared/fixtures");
  if (existsSync(folder)) return folder;
  if (env["CI"] === "true") throw new Error(`no fixtures at ${folder}: CI leaves no suite out; set PARAPET_FIXTURES`);
  return null;
}

/** Why the suites that need the corpora are left out, or null. */
export function fixturesAvailability(env: NodeJS.ProcessEnv = process.env): string | null {
  return fixturesFolder(env) === null ? "no test corpora, set PARAPET_FIXTURES" : null;
}
