import {
  base62,
  base64,
  base64Url,
  digits,
  hex,
  letters,
  lowerAlphanumeric,
  oneOf,
  upperAlphanumeric,
  uuid,
} from "../form.ts";
import { tokensOf, type TokenRow } from "../token-row.ts";

/** Payments, banks, exchanges, shops, shipping. */
export const payments: readonly TokenRow[] = [
  ...tokensOf("Stripe", "https://docs.stripe.com/keys", {
    STRIPE_SECRET_KEY: { form: ["sk_live_", base62(24, 120)] },
    STRIPE_TEST_SECRET_KEY: {
      form: ["sk_test_", base62(24, 120)],
      examples: ["sk_test_4eC39HqLyjWDarjtT1zdp7dc", "sk_test_BQokikJOvBiI2HlWgH4olfQ2"],
    },
    STRIPE_RESTRICTED_KEY: { form: ["rk_live_", base62(24, 120)] },
    STRIPE_TEST_RESTRICTED_KEY: { form: ["rk_test_", base62(24, 120)] },
    STRIPE_ORGANIZATION_KEY: { form: ["sk_org_", oneOf("live_", "test_", ""), base62(24, 120)] },
  }),
  ...tokensOf("Stripe", "https://docs.stripe.com/webhooks", {
    STRIPE_WEBHOOK_SECRET: { form: ["whsec_", base64(32, 76), oneOf("=", "")] },
  }),
  ...tokensOf("Square", "https://developer.squareup.com/docs/build-basics/access-tokens", {
    SQUARE_ACCESS_TOKEN: { form: ["EAAA", base64Url(60)] },
    SQUARE_LEGACY_ACCESS_TOKEN: { form: ["sq0atp-", base64Url(22)] },
    SQUARE_OAUTH_SECRET: { form: ["sq0csp-", base64Url(43)] },
  }),
  ...tokensOf("Braintree", "https://developer.paypal.com/braintree/docs/guides/authorization/overview", {
    BRAINTREE_ACCESS_TOKEN: { form: ["access_token$production$", lowerAlphanumeric(16), "$", hex(32)] },
    BRAINTREE_SANDBOX_TOKEN: { form: ["access_token$sandbox$", lowerAlphanumeric(16), "$", hex(32)] },
  }),
  ...tokensOf("PayPal", "https://developer.paypal.com/api/rest/authentication/", {
    PAYPAL_CLIENT_SECRET: { form: ["E", base64Url(79)], near: ["paypal"] },
    PAYPAL_ACCESS_TOKEN: { form: ["A21AA", base64Url(80, 120)] },
  }),
  ...tokensOf("Adyen", "https://docs.adyen.com/development-resources/api-credentials/", {
    ADYEN_API_KEY: { form: ["AQE", base64(60, 180), "-", base64(40, 48), oneOf("=", ""), "-", base64Url(10, 20)] },
  }),
  ...tokensOf("Checkout.com", "https://www.checkout.com/docs/developer-resources/api/manage-api-keys", {
    CHECKOUT_SECRET_KEY: { form: [oneOf("sk_", "sk_test_"), ...uuid] },
    CHECKOUT_SANDBOX_KEY: { form: ["sk_sbox_", lowerAlphanumeric(27)] },
  }),
  ...tokensOf("Razorpay", "https://razorpay.com/docs/api/authentication/", {
    RAZORPAY_KEY_ID: { form: [oneOf("rzp_live_", "rzp_test_"), base62(14)] },
    RAZORPAY_KEY_SECRET: { form: [base62(24)], near: ["razorpay"] },
  }),
  ...tokensOf("Paystack", "https://paystack.com/docs/api/authentication/", {
    PAYSTACK_SECRET_KEY: { form: [oneOf("sk_live_", "sk_test_"), hex(40)], near: ["paystack"] },
  }),
  ...tokensOf("Flutterwave", "https://developer.flutterwave.com/v3.0/docs/authentication", {
    FLUTTERWAVE_SECRET_KEY: { form: ["FLWSECK-", lowerAlphanumeric(32), "-X"] },
    FLUTTERWAVE_TEST_KEY: { form: ["FLWSECK_TEST-", lowerAlphanumeric(32), "-X"] },
  }),
  ...tokensOf("Mollie", "https://docs.mollie.com/reference/authentication", {
    MOLLIE_API_KEY: { form: [oneOf("live_", "test_"), base62(30)], near: ["mollie"] },
    MOLLIE_ACCESS_TOKEN: { form: ["access_", base62(40)], near: ["mollie"] },
  }),
  ...tokensOf("GoCardless", "https://developer.gocardless.com/getting-started/api/making-your-first-request/", {
    GOCARDLESS_ACCESS_TOKEN: { form: [oneOf("live_", "sandbox_"), base64Url(40)], near: ["gocardless"] },
  }),
  ...tokensOf("Plaid", "https://plaid.com/docs/api/tokens/", {
    PLAID_ACCESS_TOKEN: { form: [oneOf("access-sandbox-", "access-production-", "access-development-"), ...uuid] },
    PLAID_SECRET: { form: [hex(30)], near: ["plaid"] },
  }),
  ...tokensOf("Coinbase", "https://docs.cdp.coinbase.com/get-started/docs/cdp-api-keys", {
    COINBASE_API_SECRET: { form: [base64(86), "=="], near: ["coinbase", "cdp_api"] },
  }),
  ...tokensOf("Binance", "https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security", {
    BINANCE_API_KEY: { form: [base62(64)], near: ["binance"] },
  }),
  ...tokensOf("Kraken", "https://docs.kraken.com/api/docs/guides/spot-rest-auth", {
    KRAKEN_PRIVATE_KEY: { form: [base64(86), "=="], near: ["kraken"] },
  }),
  ...tokensOf("Paddle", "https://developer.paddle.com/api-reference/about/api-keys", {
    PADDLE_API_KEY: {
      form: [oneOf("pdl_live_apikey_", "pdl_sdbx_apikey_"), lowerAlphanumeric(26), "_", base62(22), "_", base62(3)],
      examples: ["pdl_live_apikey_01gtgztp8f4kek3yd4g1wrksa3_q6TGTJyvoIz7LDtXT65bX7_AQO"],
    },
    PADDLE_WEBHOOK_SECRET: { form: ["pdl_ntfset_", lowerAlphanumeric(26), "_", base64(32)] },
  }),
  ...tokensOf("Recurly", "https://recurly.com/developers/api/", {
    RECURLY_API_KEY: { form: [hex(32)], near: ["recurly"] },
  }),
  ...tokensOf("Mercado Pago", "https://www.mercadopago.com/developers/en/docs/your-integrations/credentials", {
    MERCADO_PAGO_ACCESS_TOKEN: {
      form: [oneOf("APP_USR-", "TEST-"), digits(15, 16), "-", digits(6), "-", hex(32), "-", digits(6, 10)],
    },
  }),
  ...tokensOf("Asaas", "https://docs.asaas.com/docs/authentication", {
    ASAAS_API_KEY: { form: ["$aact_", oneOf("prod_", "hmlg_", ""), base64(100, 200), oneOf("==", "=", "")] },
  }),
  ...tokensOf("Lob", "https://docs.lob.com/", { LOB_API_KEY: { form: [oneOf("live_", "test_"), hex(35)] } }),
  ...tokensOf("EasyPost", "https://docs.easypost.com/docs/authentication", {
    EASYPOST_API_KEY: { form: ["EZAK", base62(54)] },
    EASYPOST_TEST_KEY: { form: ["EZTK", base62(54)] },
  }),
  ...tokensOf("Shippo", "https://docs.goshippo.com/docs/guides_general/authentication/", {
    SHIPPO_API_TOKEN: { form: [oneOf("shippo_live_", "shippo_test_"), hex(40)] },
  }),
  ...tokensOf("Duffel", "https://duffel.com/docs/api/overview/making-requests", {
    DUFFEL_ACCESS_TOKEN: { form: [oneOf("duffel_live_", "duffel_test_"), base64Url(43)] },
  }),
  ...tokensOf("Shopify", "https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens", {
    SHOPIFY_ADMIN_TOKEN: { form: ["shpat_", hex(32)] },
    SHOPIFY_CUSTOM_APP_TOKEN: { form: ["shpca_", hex(32)] },
    SHOPIFY_PRIVATE_APP_PASSWORD: { form: ["shppa_", hex(32)] },
    SHOPIFY_SHARED_SECRET: { form: ["shpss_", hex(32)] },
    SHOPIFY_PARTNER_TOKEN: { form: ["prtapi_", hex(32)] },
  }),
  ...tokensOf("Etsy", "https://developers.etsy.com/documentation/essentials/authentication", {
    ETSY_API_KEY: { form: [lowerAlphanumeric(24)], near: ["etsy"] },
  }),
  ...tokensOf("Alchemy", "https://www.alchemy.com/docs/create-an-api-key", {
    ALCHEMY_API_KEY: { form: [base64Url(32)], near: ["alchemy_api", "alchemy_key", "alchemyapi", "alchemy api"] },
  }),
  ...tokensOf("Infura", "https://docs.metamask.io/developer-tools/dashboard/get-started/create-api/", {
    INFURA_API_KEY: { form: [hex(32)], near: ["infura"] },
  }),
  ...tokensOf("Etherscan", "https://docs.etherscan.io/getting-an-api-key", {
    ETHERSCAN_API_KEY: { form: [upperAlphanumeric(34)], near: ["etherscan", "bscscan", "polygonscan"] },
  }),
  ...tokensOf("RevenueCat", "https://www.revenuecat.com/docs/projects/authentication", {
    REVENUECAT_SECRET_KEY: { form: ["sk_", letters(32)], near: ["revenuecat", "revenue_cat"] },
  }),
  ...tokensOf("Polar", "https://polar.sh/docs/integrate/authentication", {
    POLAR_ACCESS_TOKEN: { form: ["polar_oat_", base62(36, 64)] },
  }),
  ...tokensOf("Ramp", "https://docs.ramp.com/developer-api/v1/authorization", {
    RAMP_CLIENT_SECRET: { form: ["ramp_sec_", base62(48)] },
    RAMP_BUSINESS_TOKEN: { form: ["ramp_business_tok_", base62(48)] },
  }),
];
