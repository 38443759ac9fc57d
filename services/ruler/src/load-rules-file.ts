import { readFileSync } from "node:fs";

import { loadRules, type Rule } from "@parapet/alerting";
import { ConfigError } from "@parapet/runtime";

/**
 * The rules of a JSON file over the defaults; without a file, the defaults.
 *
 * @throws ConfigError with every fault of the file.
 */
export function loadRulesFile(path: string | undefined): readonly Rule[] {
  const outcome = loadRules(path === undefined ? {} : readJson(path));
  if (outcome.kind === "ok") return outcome.rules;
  throw new ConfigError(
    `PARAPET_RULES_FILE: ${path} cannot be used:\n${outcome.faults.map((fault) => `  ${fault}`).join("\n")}`,
  );
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new ConfigError(
      `PARAPET_RULES_FILE: ${path} cannot be read as JSON; correct the file or unset the variable`,
      { cause },
    );
  }
}
