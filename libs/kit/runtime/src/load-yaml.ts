import { readFileSync } from "node:fs";

import { parse } from "yaml";

import { ConfigError } from "./config.ts";

/** What a reader makes of a file's content: a policy, or one sentence for each thing that is wrong with it. */
export type ParsedFile<T> =
  | { readonly kind: "ok"; readonly policy: T }
  | { readonly kind: "invalid"; readonly problems: readonly string[] };

export interface YamlFile<T> {
  /** Name of the setting, or of the option, that names the file. */
  readonly setting: string;
  readonly path: string;
  readonly read: (value: unknown) => ParsedFile<T>;
}

/**
 * A policy from a file of YAML, of which JSON is a part.
 *
 * @throws ConfigError with every problem of the file. What the file says is not repeated.
 */
export function loadYaml<T>({ setting, path, read }: YamlFile<T>): T {
  const parsed = read(readYaml(setting, path));
  if (parsed.kind === "ok") return parsed.policy;
  throw new ConfigError(`${setting}: ${path} cannot be used:\n${parsed.problems.map((one) => `  ${one}`).join("\n")}`);
}

function readYaml(setting: string, path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new ConfigError(`${setting}: ${path} cannot be read; correct the path or unset it`, { cause });
  }
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch {
    // The parser's message quotes the file.
    throw new ConfigError(`${setting}: ${path} is no YAML`);
  }
}
