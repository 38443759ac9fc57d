import { loadSensitivePolicy, sensitiveFileSetting } from "@parapet/ingester";
import { loadConfig, loadYaml, type Environment } from "@parapet/runtime";
import { parseSensitivePolicy, type SensitivePolicy } from "@parapet/sensitive";
import { z } from "zod";

const settings = z.object({ PARAPET_SENSITIVE_FILE: sensitiveFileSetting });

/**
 * The policy of a file that `--policy` names, else of PARAPET_SENSITIVE_FILE, else the one that ships.
 *
 * @throws ConfigError with every problem of the file, each with its path.
 */
export function sensitivePolicyOf(file: string | undefined, env: Environment): SensitivePolicy {
  if (file !== undefined) return loadYaml({ setting: "--policy", path: file, read: parseSensitivePolicy });
  return loadSensitivePolicy(loadConfig(settings, env).PARAPET_SENSITIVE_FILE);
}
