import { loadYaml } from "@parapet/runtime";
import { defaultSensitivePolicy, parseSensitivePolicy, type SensitivePolicy } from "@parapet/sensitive";
import { z } from "zod";

export const sensitiveFileSetting = z
  .string()
  .describe("a YAML file: what is sensitive, what becomes of it, what is stored of whom")
  .optional();

/**
 * What is looked for and what becomes of it, from a file; without one, what ships.
 *
 * @throws ConfigError with every problem of the file.
 */
export function loadSensitivePolicy(path: string | undefined): SensitivePolicy {
  if (path === undefined) return defaultSensitivePolicy;
  return loadYaml({ setting: "PARAPET_SENSITIVE_FILE", path, read: parseSensitivePolicy });
}
