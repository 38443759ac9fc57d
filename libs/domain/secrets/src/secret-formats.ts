import type { SecretFormat } from "./secret-format.ts";
import { assignedSecrets } from "./structured/assigned-secrets.ts";
import { authorizationHeaders } from "./structured/authorization-headers.ts";
import { connectionPasswords } from "./structured/connection-passwords.ts";
import { jsonWebToken } from "./structured/json-web-token.ts";
import { privateKeys } from "./structured/private-keys.ts";
import { urlPasswords } from "./structured/url-passwords.ts";
import { tokenFormat } from "./token-format.ts";
import { tokenRows } from "./token-rows.ts";

/** Every format there is. Of findings with the same score and length, the one of the earlier format stays. */
export const secretFormats: readonly SecretFormat[] = [
  ...tokenRows.map(tokenFormat),
  ...privateKeys,
  jsonWebToken,
  ...urlPasswords,
  ...connectionPasswords,
  ...authorizationHeaders,
  ...assignedSecrets,
];
