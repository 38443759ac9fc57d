import { base62, base64Url, hex, lowerAlphanumeric, oneOf, uuid } from "../form.ts";
import { tokensOf, type TokenRow } from "../token-row.ts";

/** Registries of packages, images and extensions. */
export const packageRegistries: readonly TokenRow[] = [
  ...tokensOf("npm", "https://docs.npmjs.com/about-access-tokens", {
    NPM_ACCESS_TOKEN: { form: ["npm_", base62(36)], checksum: "base62Crc32" },
    NPM_LEGACY_TOKEN: { form: uuid, near: ["_authtoken", "npm_token"] },
  }),
  // The bodies are macaroons: their version, the length of their location and the location itself never change.
  ...tokensOf("PyPI", "https://pypi.org/help/#apitoken", {
    PYPI_API_TOKEN: { form: ["pypi-AgEIcHlwaS5vcmc", base64Url(70, 400)] },
    TEST_PYPI_API_TOKEN: { form: ["pypi-AgENdGVzdC5weXBpLm9yZw", base64Url(70, 400)] },
  }),
  ...tokensOf("RubyGems", "https://guides.rubygems.org/api-key-scopes/", {
    RUBYGEMS_API_KEY: { form: ["rubygems_", hex(48)] },
  }),
  ...tokensOf("crates.io", "https://doc.rust-lang.org/cargo/reference/publishing.html", {
    CRATES_IO_TOKEN: { form: ["cio", base62(32)] },
  }),
  ...tokensOf("NuGet", "https://learn.microsoft.com/en-us/nuget/nuget-org/scoped-api-keys", {
    NUGET_API_KEY: { form: ["oy2", lowerAlphanumeric(43)] },
  }),
  ...tokensOf("Docker Hub", "https://docs.docker.com/security/access-tokens/", {
    DOCKER_PERSONAL_ACCESS_TOKEN: { form: ["dckr_pat_", base64Url(27)] },
    DOCKER_ORGANIZATION_ACCESS_TOKEN: { form: ["dckr_oat_", base64Url(32)] },
  }),
  ...tokensOf("Clojars", "https://github.com/clojars/clojars-web/wiki/Deploy-Tokens", {
    CLOJARS_DEPLOY_TOKEN: { form: ["CLOJARS_", hex(60)] },
  }),
  ...tokensOf("Hex", "https://hex.pm/docs/publish", {
    HEX_PM_API_KEY: { form: [hex(32)], near: ["hex_api", "hexpm", "hex.pm"] },
  }),
  ...tokensOf("Packagist", "https://packagist.com/docs/composer-authentication", {
    PACKAGIST_TOKEN: { form: [oneOf("packagist_ort_", "packagist_out_", "packagist_uut_"), hex(68)] },
  }),
  ...tokensOf("packagecloud", "https://packagecloud.io/docs/api", {
    PACKAGECLOUD_API_TOKEN: { form: [hex(48)], near: ["packagecloud"] },
  }),
  ...tokensOf("Cloudsmith", "https://help.cloudsmith.io/docs/api-key", {
    CLOUDSMITH_API_KEY: { form: [hex(40)], near: ["cloudsmith"] },
  }),
  ...tokensOf("JSR", "https://jsr.io/docs/api", { JSR_TOKEN: { form: [oneOf("jsrp_", "jsrd_"), base62(38, 64)] } }),
  ...tokensOf("Deno Deploy", "https://docs.deno.com/deploy/", {
    DENO_DEPLOY_TOKEN: { form: ["ddp_", base62(36)] },
    DENO_ORGANIZATION_TOKEN: { form: ["ddo_", base62(36)] },
  }),
  ...tokensOf("Buf", "https://buf.build/docs/bsr/authentication/", {
    BUF_TOKEN: { form: [hex(64)], near: ["buf_token", "buf.build"] },
  }),
  ...tokensOf("Open VSX", "https://github.com/eclipse/openvsx/wiki/Publishing-Extensions", {
    OPEN_VSX_TOKEN: { form: ["ovsxat_", ...uuid] },
  }),
  ...tokensOf("Expo", "https://docs.expo.dev/accounts/programmatic-access/", {
    EXPO_ACCESS_TOKEN: { form: [base64Url(40)], near: ["expo_token", "expo_access"] },
  }),
];
