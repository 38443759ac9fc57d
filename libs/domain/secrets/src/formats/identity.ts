import { base32, base62, base64, base64Url, bech32, hex, oneOf, upperAlphanumeric, uuid } from "../form.ts";
import { tokensOf, type TokenRow } from "../token-row.ts";

/** Stores of secrets, sign-in, infrastructure as code, keys of file encryption. */
export const identity: readonly TokenRow[] = [
  ...tokensOf("HashiCorp Vault", "https://developer.hashicorp.com/vault/docs/concepts/tokens", {
    VAULT_SERVICE_TOKEN: { form: ["hvs.", base64Url(24, 300)] },
    VAULT_BATCH_TOKEN: { form: ["hvb.", base64Url(100, 400)] },
    VAULT_RECOVERY_TOKEN: { form: ["hvr.", base64Url(24, 300)] },
    VAULT_LEGACY_TOKEN: { form: ["s.", base62(24)], near: ["vault"] },
  }),
  ...tokensOf(
    "HCP Terraform",
    "https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens",
    {
      TERRAFORM_CLOUD_TOKEN: { form: [base62(14), ".atlasv1.", base64Url(60, 70)] },
    },
  ),
  ...tokensOf("Pulumi", "https://www.pulumi.com/docs/administration/access-identity/access-tokens/", {
    PULUMI_ACCESS_TOKEN: { form: ["pul-", hex(40)] },
  }),
  ...tokensOf("Spacelift", "https://docs.spacelift.io/integrations/api", {
    SPACELIFT_API_SECRET: { form: [hex(64)], near: ["spacelift"] },
  }),
  ...tokensOf("Doppler", "https://docs.doppler.com/reference/auth-token-formats", {
    DOPPLER_PERSONAL_TOKEN: { form: ["dp.pt.", base62(40, 44)] },
    DOPPLER_CLI_TOKEN: { form: ["dp.ct.", base62(40, 44)] },
    DOPPLER_SERVICE_TOKEN: { form: ["dp.st.", base62(40, 44)] },
    DOPPLER_SERVICE_ACCOUNT_TOKEN: { form: ["dp.sa.", base62(40, 44)] },
    DOPPLER_SCIM_TOKEN: { form: ["dp.scim.", base62(40, 44)] },
    DOPPLER_AUDIT_TOKEN: { form: ["dp.audit.", base62(40, 44)] },
  }),
  ...tokensOf("Infisical", "https://infisical.com/docs/documentation/platform/token", {
    INFISICAL_SERVICE_TOKEN: { form: ["st.", hex(24), ".", hex(32), ".", hex(32)], near: ["infisical"] },
    INFISICAL_UUID_SERVICE_TOKEN: { form: ["st.", ...uuid, ".", hex(32), ".", hex(32)], near: ["infisical"] },
  }),
  ...tokensOf("1Password", "https://developer.1password.com/docs/service-accounts/", {
    ONEPASSWORD_SERVICE_ACCOUNT_TOKEN: { form: ["ops_eyJ", base64Url(250, 1200), oneOf("==", "=", "")] },
  }),
  ...tokensOf("1Password", "https://support.1password.com/secret-key-security/", {
    ONEPASSWORD_SECRET_KEY: {
      form: [
        "A3-",
        upperAlphanumeric(6),
        "-",
        upperAlphanumeric(11),
        "-",
        upperAlphanumeric(5),
        "-",
        upperAlphanumeric(5),
        "-",
        upperAlphanumeric(5),
      ],
    },
  }),
  ...tokensOf("Bitwarden", "https://bitwarden.com/help/access-tokens/", {
    BITWARDEN_ACCESS_TOKEN: {
      form: ["0.", ...uuid, ".", base62(30), ":", base64(22), "=="],
      near: ["bitwarden", "bws_"],
    },
  }),
  ...tokensOf("Okta", "https://developer.okta.com/docs/guides/create-an-api-token/main/", {
    OKTA_API_TOKEN: { form: ["00", base64Url(40)], near: ["okta", "ssws"] },
  }),
  ...tokensOf("Auth0", "https://auth0.com/docs/get-started/applications/application-settings", {
    AUTH0_CLIENT_SECRET: { form: [base64Url(64)], near: ["auth0"] },
  }),
  ...tokensOf("Stytch", "https://stytch.com/docs/api/authentication", {
    STYTCH_SECRET: { form: [oneOf("secret-live-", "secret-test-"), base64Url(36), "="] },
  }),
  ...tokensOf("Descope", "https://docs.descope.com/management/m2m-access-keys", {
    DESCOPE_ACCESS_KEY: { form: ["K3", base62(60, 80)], near: ["descope"] },
  }),
  ...tokensOf("OneLogin", "https://developers.onelogin.com/api-docs/2/getting-started/working-with-api-credentials", {
    ONELOGIN_CLIENT_SECRET: { form: [hex(64)], near: ["onelogin"] },
  }),
  ...tokensOf("Duo", "https://duo.com/docs/authapi", {
    DUO_SECRET_KEY: { form: [base62(40)], near: ["duo_", "duosecurity", "duo security"] },
  }),
  ...tokensOf("Unkey", "https://www.unkey.com/docs/security/root-keys", {
    UNKEY_ROOT_KEY: { form: ["unkey_", base62(22, 26)] },
  }),
  ...tokensOf("VirusTotal", "https://docs.virustotal.com/reference/authentication", {
    VIRUSTOTAL_API_KEY: { form: [hex(64)], near: ["virustotal", "x-apikey", "vt_api"] },
  }),
  ...tokensOf("Shodan", "https://developer.shodan.io/api/requirements", {
    SHODAN_API_KEY: { form: [base62(32)], near: ["shodan"] },
  }),
  ...tokensOf("MaxMind", "https://dev.maxmind.com/license-key/validation/", {
    MAXMIND_LICENSE_KEY: { form: [base62(6), "_", base62(29), "_mmk"] },
  }),
  ...tokensOf("age", "https://c2sp.org/age", {
    AGE_SECRET_KEY: { form: ["AGE-SECRET-KEY-1", bech32(58)], checksum: "bech32" },
  }),
  // Both begin with the algorithms, "Ed" and "Sc" (or two zeros, without a password), and "B2".
  ...tokensOf("minisign", "https://jedisct1.github.io/minisign/", {
    MINISIGN_SECRET_KEY: { form: [oneOf("RWRTY0Iy", "RWQAAEIy"), base64(203), "="] },
  }),
  ...tokensOf("WireGuard", "https://www.wireguard.com/quickstart/", {
    WIREGUARD_PRIVATE_KEY: { form: [base64(43), "="], near: ["privatekey", "presharedkey", "wireguard"] },
  }),
  ...tokensOf("TOTP", "https://www.rfc-editor.org/rfc/rfc6238", {
    TOTP_SECRET: { form: [base32(32)], near: ["totp", "otpauth"] },
  }),
];
