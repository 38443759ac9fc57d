import type { SecretFormat } from "../secret-format.ts";
import { assignedPassword } from "./assigned-password.ts";
import { assignedToken } from "./assigned-token.ts";

/** Values that are told by the name they are assigned to. */
export const assignedSecrets: readonly SecretFormat[] = [assignedToken, assignedPassword];
