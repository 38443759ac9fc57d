import { loadPolicy, policyFileSetting } from "@parapet/guard";
import type { Policy } from "@parapet/policy";
import { loadConfig, type Environment } from "@parapet/runtime";
import { z } from "zod";

const settings = z.object({ PARAPET_POLICY_FILE: policyFileSetting });

/**
 * What findings lead to, as the guard reads it: the policy of PARAPET_POLICY_FILE, else the one that ships.
 *
 * @throws ConfigError with every problem of the file, each with its path.
 */
export function decisionPolicyOf(env: Environment): Policy {
  return loadPolicy(loadConfig(settings, env).PARAPET_POLICY_FILE);
}
