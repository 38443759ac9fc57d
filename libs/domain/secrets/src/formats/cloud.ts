import { base32, base62, base64, base64Url, hex, lowerAlphanumeric, oneOf, upperAlphanumeric, uuid } from "../form.ts";
import { tokensOf, type TokenRow } from "../token-row.ts";

/** Clouds and hosting: machines, functions, storage, networks, edge. */
export const cloud: readonly TokenRow[] = [
  ...tokensOf("AWS", "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html", {
    AWS_ACCESS_KEY_ID: { form: ["AKIA", base32(16)] },
    AWS_TEMPORARY_ACCESS_KEY_ID: { form: ["ASIA", base32(16)] },
    AWS_BEARER_TOKEN: { form: ["ABIA", base32(16)] },
    AWS_CONTEXT_CREDENTIAL: { form: ["ACCA", base32(16)] },
  }),
  ...tokensOf("AWS", "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html", {
    AWS_SECRET_ACCESS_KEY: {
      form: [base64(40)],
      near: ["secret_access_key", "secretaccesskey", "secret-access-key", "secret access key", "aws_secret"],
      examples: ["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
    },
    AWS_SESSION_TOKEN: {
      form: [base64(100, 1200), oneOf("==", "=", "")],
      near: ["session_token", "sessiontoken", "security-token", "session token"],
    },
  }),
  ...tokensOf("Amazon Bedrock", "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html", {
    AMAZON_BEDROCK_API_KEY: { form: ["ABSK", base64(109, 269), oneOf("==", "=", "")] },
    AMAZON_BEDROCK_SHORT_TERM_KEY: { form: ["bedrock-api-key-", base64(100, 2000), oneOf("==", "=", "")] },
  }),
  ...tokensOf("Google Cloud", "https://docs.cloud.google.com/docs/authentication/api-keys", {
    GOOGLE_API_KEY: { form: ["AIza", base64Url(35)] },
  }),
  ...tokensOf("Google AI Studio", "https://ai.google.dev/gemini-api/docs/api-key", {
    GEMINI_AUTHENTICATION_KEY: { form: ["AQ.A", base64Url(40, 120)] },
  }),
  ...tokensOf("Google", "https://developers.google.com/identity/protocols/oauth2", {
    GOOGLE_OAUTH_CLIENT_SECRET: { form: ["GOCSPX-", base64Url(28)] },
    GOOGLE_OAUTH_ACCESS_TOKEN: { form: ["ya29.", { oneOf: ["", "a.", "c.", "d.", "m."] }, base64Url(60, 1024)] },
    GOOGLE_OAUTH_REFRESH_TOKEN: { form: ["1//", base64Url(40, 512)] },
    GOOGLE_OAUTH_AUTHORIZATION_CODE: { form: ["4/0A", base64Url(50, 252)] },
  }),
  ...tokensOf("Alibaba Cloud", "https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair", {
    ALIBABA_ACCESS_KEY_ID: { form: ["LTAI", base62(12, 22)] },
    ALIBABA_ACCESS_KEY_SECRET: {
      form: [base62(30)],
      near: ["alibaba", "aliyun", "accesskeysecret", "access_key_secret"],
    },
  }),
  ...tokensOf("Tencent Cloud", "https://www.tencentcloud.com/document/product/598/32675", {
    TENCENT_SECRET_ID: { form: ["AKID", base62(32)] },
    TENCENT_SECRET_KEY: { form: [base62(32)], near: ["tencent", "qcloud"] },
  }),
  ...tokensOf("Yandex Cloud", "https://yandex.cloud/en/docs/iam/concepts/authorization/", {
    YANDEX_API_KEY: { form: ["AQVN", base64Url(35, 38)] },
    YANDEX_IAM_TOKEN: { form: ["t1.", base64Url(60, 240), ".", base64Url(86), oneOf("==", "")] },
    YANDEX_STATIC_ACCESS_KEY: { form: ["YC", base64Url(38)], near: ["yandex", "yc_secret"] },
  }),
  ...tokensOf("IBM Cloud", "https://cloud.ibm.com/docs/account?topic=account-manapikey", {
    IBM_CLOUD_API_KEY: {
      form: [base64Url(44)],
      near: ["ibmcloud", "ibm_cloud", "ibm cloud", "bluemix", "ibm_api", "ibm-api"],
    },
  }),
  ...tokensOf("DigitalOcean", "https://docs.digitalocean.com/reference/api/create-personal-access-token/", {
    DIGITALOCEAN_PERSONAL_ACCESS_TOKEN: { form: ["dop_v1_", hex(64)] },
    DIGITALOCEAN_OAUTH_TOKEN: { form: ["doo_v1_", hex(64)] },
    DIGITALOCEAN_REFRESH_TOKEN: { form: ["dor_v1_", hex(64)] },
    DIGITALOCEAN_SPACES_KEY: { form: ["DO00", upperAlphanumeric(16)] },
  }),
  ...tokensOf("Heroku", "https://devcenter.heroku.com/articles/authentication", {
    HEROKU_API_KEY: { form: ["HRKU-", ...uuid] },
    HEROKU_API_TOKEN: { form: ["HRKU-AA", base64Url(58)] },
    HEROKU_LEGACY_API_KEY: { form: uuid, near: ["heroku"] },
  }),
  ...tokensOf("Fly.io", "https://fly.io/docs/security/tokens/", {
    FLY_ACCESS_TOKEN: { form: ["fo1_", base64Url(43)] },
    FLY_MACAROON: { form: [oneOf("fm1r_", "fm1a_", "fm2_"), base64(100, 1600), oneOf("==", "=", "")] },
  }),
  ...tokensOf("Cloudflare", "https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/", {
    CLOUDFLARE_GLOBAL_KEY: { form: ["cfk_", base62(46, 48)] },
    CLOUDFLARE_USER_TOKEN: { form: ["cfut_", base62(46, 48)] },
    CLOUDFLARE_ACCOUNT_TOKEN: { form: ["cfat_", base62(46, 48)] },
  }),
  ...tokensOf("Cloudflare", "https://developers.cloudflare.com/fundamentals/api/get-started/", {
    CLOUDFLARE_LEGACY_TOKEN: { form: [base64Url(40)], near: ["cloudflare", "cf_api", "cf_token"] },
    CLOUDFLARE_LEGACY_GLOBAL_KEY: { form: [hex(37)], near: ["cloudflare", "x-auth-key", "cf_api"] },
    CLOUDFLARE_ORIGIN_CA_KEY: { form: ["v1.0-", hex(24), "-", hex(146)] },
  }),
  ...tokensOf("Fastly", "https://www.fastly.com/documentation/reference/api/auth-tokens/", {
    FASTLY_API_TOKEN: { form: [base64Url(32)], near: ["fastly"] },
  }),
  ...tokensOf("Linode", "https://techdocs.akamai.com/linode-api/reference/get-started", {
    LINODE_ACCESS_TOKEN: { form: [hex(64)], near: ["linode"] },
  }),
  ...tokensOf("Akamai", "https://techdocs.akamai.com/developer/docs/edgegrid", {
    AKAMAI_EDGEGRID_TOKEN: { form: ["akab-", lowerAlphanumeric(16), "-", lowerAlphanumeric(16)] },
  }),
  ...tokensOf("Vultr", "https://docs.vultr.com/platform/other/api", {
    VULTR_API_KEY: { form: [upperAlphanumeric(36)], near: ["vultr"] },
  }),
  ...tokensOf("Scaleway", "https://www.scaleway.com/en/docs/iam/concepts/", {
    SCALEWAY_ACCESS_KEY: { form: ["SCW", upperAlphanumeric(17)] },
    SCALEWAY_SECRET_KEY: { form: uuid, near: ["scaleway", "scw_secret", "scw_token"] },
  }),
  ...tokensOf("Hetzner Cloud", "https://docs.hetzner.com/cloud/api/getting-started/generating-api-token/", {
    HETZNER_API_TOKEN: { form: [base62(64)], near: ["hetzner", "hcloud"] },
  }),
  ...tokensOf("OVHcloud", "https://help.ovhcloud.com/csm/en-gb-api-getting-started-ovhcloud-api", {
    OVH_APPLICATION_SECRET: { form: [hex(32)], near: ["ovh"] },
  }),
  ...tokensOf("Exoscale", "https://community.exoscale.com/product/iam/", {
    EXOSCALE_API_KEY: { form: ["EXO", hex(24)] },
  }),
  ...tokensOf("Netlify", "https://docs.netlify.com/api-and-cli-guides/api-guides/get-started-with-api/", {
    NETLIFY_ACCESS_TOKEN: { form: ["nfp_", base62(36, 40)] },
  }),
  ...tokensOf("Vercel", "https://vercel.com/docs/rest-api", {
    VERCEL_TOKEN: { form: [oneOf("vcp_", "vci_", "vca_", "vcr_", "vck_"), base62(24, 80)] },
    VERCEL_LEGACY_TOKEN: { form: [base62(24)], near: ["vercel", "zeit_token", "now_token"] },
  }),
  ...tokensOf("Render", "https://render.com/docs/api", { RENDER_API_KEY: { form: ["rnd_", base62(28, 40)] } }),
  ...tokensOf("Railway", "https://docs.railway.com/guides/public-api", {
    RAILWAY_TOKEN: { form: uuid, near: ["railway"] },
  }),
  ...tokensOf("Scalingo", "https://developers.scalingo.com/authentication", {
    SCALINGO_API_TOKEN: { form: ["tk-us-", base64Url(48)] },
  }),
  ...tokensOf("Tailscale", "https://tailscale.com/kb/1215/oauth-clients", {
    TAILSCALE_AUTH_KEY: { form: ["tskey-auth-", base62(10, 24), "-", base62(20, 40)] },
    TAILSCALE_API_KEY: { form: ["tskey-api-", base62(10, 24), "-", base62(20, 40)] },
    TAILSCALE_OAUTH_CLIENT_SECRET: { form: ["tskey-client-", base62(10, 24), "-", base62(20, 40)] },
    TAILSCALE_SCIM_KEY: { form: ["tskey-scim-", base62(10, 24), "-", base62(20, 40)] },
    TAILSCALE_WEBHOOK_SECRET: { form: ["tskey-webhook-", base62(10, 24), "-", base62(20, 40)] },
  }),
  ...tokensOf("ngrok", "https://ngrok.com/docs/api/", {
    NGROK_AUTHTOKEN: { form: [base62(27), "_", base62(20, 22)], near: ["ngrok"] },
  }),
];
