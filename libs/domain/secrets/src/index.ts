export { findSecrets } from "./find-secrets.ts";
export { secretFormats } from "./secret-formats.ts";
export type { SecretOptions } from "./find-secrets.ts";
export type { SecretFormat } from "./secret-format.ts";
