import { defaultPolicy, parsePolicy, type Policy } from "@parapet/policy";
import { loadYaml } from "@parapet/runtime";
import { z } from "zod";

export const policyFileSetting = z.string().describe("a YAML file: what findings lead to").optional();

/**
 * What findings lead to, from a file; without one, what ships.
 *
 * @throws ConfigError with every problem of the file.
 */
export function loadPolicy(path: string | undefined): Policy {
  return path === undefined ? defaultPolicy : loadYaml({ setting: "PARAPET_POLICY_FILE", path, read: parsePolicy });
}
