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
  upperHex,
  uuid,
} from "../form.ts";
import { tokensOf, type TokenRow } from "../token-row.ts";

/** Metrics, logs, traces, errors, incidents, product analytics. */
export const observability: readonly TokenRow[] = [
  ...tokensOf("Datadog", "https://docs.datadoghq.com/account_management/api-app-keys/", {
    DATADOG_API_KEY: { form: [hex(32)], near: ["datadog", "dd_api", "dd-api"] },
    DATADOG_APPLICATION_KEY: { form: [hex(40)], near: ["datadog", "dd_app", "dd-app"] },
  }),
  ...tokensOf("New Relic", "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/", {
    NEW_RELIC_USER_KEY: { form: ["NRAK-", upperAlphanumeric(27)] },
    NEW_RELIC_LICENSE_KEY: { form: [hex(36), "NRAL"] },
    NEW_RELIC_LEGACY_LICENSE_KEY: { form: [hex(40)], near: ["newrelic", "new_relic", "new relic", "nrlicense"] },
    NEW_RELIC_INSERT_KEY: { form: ["NRII-", base64Url(32)] },
    NEW_RELIC_QUERY_KEY: { form: ["NRIQ-", base64Url(32)] },
    NEW_RELIC_REST_KEY: { form: ["NRRA-", hex(42)] },
    NEW_RELIC_BROWSER_KEY: { form: ["NRJS-", hex(19)] },
  }),
  ...tokensOf("Grafana", "https://grafana.com/docs/grafana/latest/administration/service-accounts/", {
    GRAFANA_SERVICE_ACCOUNT_TOKEN: { form: ["glsa_", base62(32), "_", hex(8)] },
    GRAFANA_API_KEY: { form: ["eyJrIjoi", base64(60, 160), oneOf("==", "=", "")] },
  }),
  ...tokensOf(
    "Grafana Cloud",
    "https://grafana.com/docs/grafana-cloud/security-and-account-management/authentication-and-permissions/access-policies/",
    {
      GRAFANA_CLOUD_TOKEN: { form: ["glc_eyJ", base64(60, 240), oneOf("==", "=", "")] },
    },
  ),
  ...tokensOf("Sentry", "https://docs.sentry.io/account/auth-tokens/", {
    SENTRY_ORGANIZATION_TOKEN: { form: ["sntrys_eyJ", base64(80, 240), oneOf("==", "=", ""), "_", base64(43)] },
    SENTRY_USER_TOKEN: { form: ["sntryu_", hex(64)] },
    SENTRY_LEGACY_TOKEN: { form: [hex(64)], near: ["sentry"] },
  }),
  ...tokensOf("Honeycomb", "https://docs.honeycomb.io/configure/environments/manage-api-keys/", {
    HONEYCOMB_INGEST_KEY: { form: ["hcaik_", lowerAlphanumeric(58)] },
    HONEYCOMB_LEGACY_KEY: { form: [base62(22)], near: ["honeycomb", "x-honeycomb-team"] },
    HONEYCOMB_CLASSIC_KEY: { form: [hex(32)], near: ["honeycomb", "x-honeycomb-team"] },
  }),
  ...tokensOf(
    "Dynatrace",
    "https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens",
    {
      DYNATRACE_API_TOKEN: { form: ["dt0c01.", upperAlphanumeric(24), ".", upperAlphanumeric(64)] },
      DYNATRACE_OAUTH_SECRET: { form: ["dt0s02.", upperAlphanumeric(8), ".", upperAlphanumeric(64)] },
      DYNATRACE_PLATFORM_TOKEN: { form: ["dt0s16.", upperAlphanumeric(8), ".", upperAlphanumeric(64)] },
    },
  ),
  ...tokensOf("Splunk", "https://help.splunk.com/en/splunk-enterprise/get-data-in/collect-http-event-data", {
    SPLUNK_HEC_TOKEN: { form: uuid, near: ["splunk"] },
  }),
  ...tokensOf(
    "Splunk Observability",
    "https://help.splunk.com/en/splunk-observability-cloud/administer/authentication-and-security",
    {
      SPLUNK_ACCESS_TOKEN: { form: [base64Url(22)], near: ["signalfx", "x-sf-token", "splunk_access"] },
    },
  ),
  ...tokensOf("Sumo Logic", "https://help.sumologic.com/docs/manage/security/access-keys/", {
    SUMO_LOGIC_ACCESS_KEY: { form: [base62(64)], near: ["sumo"] },
  }),
  ...tokensOf("Logz.io", "https://docs.logz.io/docs/user-guide/admin/authentication-tokens/", {
    LOGZ_TOKEN: { form: [letters(32)], near: ["logz"] },
  }),
  ...tokensOf("Mezmo", "https://docs.mezmo.com/docs/ingestion-key", {
    LOGDNA_INGESTION_KEY: { form: [hex(32)], near: ["logdna", "mezmo"] },
  }),
  ...tokensOf("Better Stack", "https://betterstack.com/docs/logs/api/getting-started/", {
    BETTER_STACK_TOKEN: { form: [base62(24)], near: ["betterstack", "better_stack", "logtail"] },
  }),
  ...tokensOf("Rollbar", "https://docs.rollbar.com/docs/access-tokens", {
    ROLLBAR_TOKEN: { form: [hex(32)], near: ["rollbar"] },
  }),
  ...tokensOf("Bugsnag", "https://docs.bugsnag.com/api/", { BUGSNAG_API_KEY: { form: [hex(32)], near: ["bugsnag"] } }),
  ...tokensOf("Honeybadger", "https://docs.honeybadger.io/api/", {
    HONEYBADGER_API_KEY: { form: ["hbp_", base62(36)] },
  }),
  ...tokensOf("AppSignal", "https://docs.appsignal.com/appsignal/terminology.html", {
    APPSIGNAL_PUSH_KEY: { form: uuid, near: ["appsignal"] },
  }),
  ...tokensOf("Instana", "https://www.ibm.com/docs/en/instana-observability", {
    INSTANA_AGENT_KEY: { form: [base64Url(22)], near: ["instana"] },
  }),
  ...tokensOf("UptimeRobot", "https://uptimerobot.com/api/", {
    UPTIMEROBOT_API_KEY: {
      form: [oneOf("u", "m"), digits(6, 10), "-", hex(24)],
      near: ["uptimerobot", "uptime robot", "uptime_robot"],
    },
  }),
  ...tokensOf("Checkly", "https://www.checklyhq.com/docs/accounts-and-users/creating-api-key/", {
    CHECKLY_API_KEY: { form: ["cu_", hex(32)] },
  }),
  ...tokensOf("Axiom", "https://axiom.co/docs/reference/tokens", {
    AXIOM_API_TOKEN: { form: ["xaat-", ...uuid] },
    AXIOM_PERSONAL_TOKEN: { form: ["xapt-", ...uuid] },
  }),
  ...tokensOf("PostHog", "https://posthog.com/docs/api", {
    POSTHOG_PERSONAL_API_KEY: { form: ["phx_", base62(43, 48)] },
    POSTHOG_FEATURE_FLAGS_KEY: { form: ["phs_", base62(43, 48)] },
  }),
  ...tokensOf("Amplitude", "https://amplitude.com/docs/apis/keys-and-tokens", {
    AMPLITUDE_SECRET_KEY: { form: [hex(32)], near: ["amplitude"] },
  }),
  ...tokensOf("Mixpanel", "https://developer.mixpanel.com/reference/project-secret", {
    MIXPANEL_SECRET: { form: [hex(32)], near: ["mixpanel"] },
  }),
  ...tokensOf("Segment", "https://www.twilio.com/docs/segment/api/public-api", {
    SEGMENT_PUBLIC_API_TOKEN: { form: ["sgp_", base62(64)] },
    SEGMENT_WRITE_KEY: { form: [base62(32)], near: ["segment_write", "segment_api", "segment_key"] },
  }),
  ...tokensOf("Statsig", "https://docs.statsig.com/sdk-keys/api-keys", {
    STATSIG_SECRET_KEY: { form: ["secret-", base62(43)] },
    STATSIG_CONSOLE_KEY: { form: ["console-", base62(43)] },
  }),
  ...tokensOf("Logfire", "https://logfire.pydantic.dev/docs/how-to-guides/create-write-tokens/", {
    LOGFIRE_WRITE_TOKEN: { form: ["pylf_v", digits(1), "_", oneOf("us", "eu"), "_", base62(43)] },
  }),
  ...tokensOf("Coralogix", "https://coralogix.com/docs/user-guides/account-management/api-keys/api-keys/", {
    CORALOGIX_API_KEY: { form: [oneOf("cxtp_", "cxup_"), base62(30)] },
  }),
  ...tokensOf("PagerDuty", "https://support.pagerduty.com/main/docs/api-access-keys", {
    PAGERDUTY_API_KEY: { form: [base64Url(20)], near: ["pagerduty", "pager_duty"] },
    PAGERDUTY_INTEGRATION_KEY: { form: [hex(32)], near: ["pagerduty", "pager_duty", "routing_key"] },
  }),
  ...tokensOf("Opsgenie", "https://support.atlassian.com/opsgenie/docs/api-key-management/", {
    OPSGENIE_API_KEY: { form: uuid, near: ["opsgenie", "geniekey"] },
  }),
  ...tokensOf("incident.io", "https://docs.incident.io/api-reference/introduction", {
    INCIDENT_IO_API_KEY: { form: ["inc_", hex(64)] },
  }),
  ...tokensOf("Rootly", "https://docs.rootly.com/api-reference/overview", {
    ROOTLY_API_KEY: { form: ["rootly_", hex(64)] },
  }),
  ...tokensOf("Statuspage", "https://developer.statuspage.io/", {
    STATUSPAGE_API_KEY: { form: uuid, near: ["statuspage"] },
  }),
  ...tokensOf("Raygun", "https://raygun.com/documentation/product-guides/public-api/", {
    RAYGUN_PERSONAL_TOKEN: { form: [upperHex(64)], near: ["raygun"] },
  }),
];
