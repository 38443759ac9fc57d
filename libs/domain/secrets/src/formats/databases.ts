import { base62, base64, base64Url, hex, lowerAlphanumeric, oneOf, upperAlphanumeric, uuid } from "../form.ts";
import { tokensOf, type TokenRow } from "../token-row.ts";

/** Databases, warehouses, search, streams of data. */
export const databases: readonly TokenRow[] = [
  ...tokensOf("PlanetScale", "https://planetscale.com/docs/concepts/service-tokens", {
    PLANETSCALE_TOKEN: { form: ["pscale_tkn_", base64Url(32, 64)] },
    PLANETSCALE_PASSWORD: { form: ["pscale_pw_", base64Url(32, 64)] },
    PLANETSCALE_OAUTH_TOKEN: { form: ["pscale_oauth_", base64Url(32, 64)] },
  }),
  ...tokensOf("Supabase", "https://supabase.com/docs/guides/api/api-keys", {
    SUPABASE_ACCESS_TOKEN: { form: ["sbp_", hex(40)] },
    SUPABASE_SECRET_KEY: { form: ["sb_secret_", base64Url(22), "_", base64Url(8)] },
  }),
  ...tokensOf("Neon", "https://neon.com/docs/manage/api-keys", {
    NEON_API_KEY: { form: ["napi_", lowerAlphanumeric(64)] },
    NEON_PASSWORD: { form: ["npg_", base62(12)] },
  }),
  ...tokensOf("MongoDB Atlas", "https://www.mongodb.com/docs/atlas/configure-api-access/", {
    MONGODB_ATLAS_PRIVATE_KEY: { form: uuid, near: ["mongodb", "atlas"] },
    MONGODB_SERVICE_ACCOUNT_SECRET: { form: ["mdb_sa_sk_", base64Url(40)] },
  }),
  ...tokensOf("Databricks", "https://docs.databricks.com/aws/en/dev-tools/auth/pat", {
    DATABRICKS_ACCESS_TOKEN: { form: ["dapi", hex(32), oneOf("-2", "-3", "")] },
    DATABRICKS_OAUTH_SECRET: { form: ["dose", hex(32)] },
  }),
  ...tokensOf(
    "Confluent",
    "https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/overview.html",
    {
      CONFLUENT_CLOUD_SECRET: { form: ["cflt", base64(60)] },
      CONFLUENT_LEGACY_SECRET: { form: [base64(64)], near: ["confluent", "schema_registry", "sasl.password"] },
      CONFLUENT_API_KEY: { form: [upperAlphanumeric(16)], near: ["confluent"] },
    },
  ),
  ...tokensOf(
    "DataStax Astra",
    "https://docs.datastax.com/en/astra-db-serverless/administration/manage-application-tokens.html",
    {
      ASTRA_APPLICATION_TOKEN: { form: ["AstraCS:", base62(24), ":", hex(64)] },
    },
  ),
  ...tokensOf("CockroachDB Cloud", "https://www.cockroachlabs.com/docs/cockroachcloud/managing-access", {
    COCKROACH_CLOUD_API_KEY: { form: ["CCDB1_", base62(22), "_", base62(40)] },
  }),
  ...tokensOf("Aiven", "https://aiven.io/docs/platform/concepts/service-users", {
    AIVEN_SERVICE_PASSWORD: { form: ["AVNS_", base64Url(19)] },
  }),
  ...tokensOf("ClickHouse Cloud", "https://clickhouse.com/docs/cloud/manage/openapi", {
    CLICKHOUSE_CLOUD_SECRET: { form: ["4b1d", base62(38)] },
  }),
  ...tokensOf("Tinybird", "https://www.tinybird.co/docs/forward/administration/tokens", {
    TINYBIRD_TOKEN: { form: ["p.eyJ", base64Url(60, 300), ".", base64Url(43)] },
  }),
  ...tokensOf("InfluxDB", "https://docs.influxdata.com/influxdb/v2/admin/tokens/", {
    INFLUXDB_TOKEN: { form: [base64Url(86), "=="], near: ["influx"] },
    INFLUXDB3_TOKEN: { form: ["apiv3_", base64Url(86)] },
  }),
  ...tokensOf("dbt Cloud", "https://docs.getdbt.com/docs/dbt-cloud-apis/authentication", {
    DBT_CLOUD_TOKEN: { form: [oneOf("dbtc_", "dbtu_"), base64Url(40, 64)] },
  }),
  ...tokensOf("Fauna", "https://docs.faunadb.org/fauna/current/learn/security/keys/", {
    FAUNA_KEY: { form: ["fnA", base64Url(37)] },
  }),
  ...tokensOf("Xata", "https://xata.io/docs/concepts/api-keys", { XATA_API_KEY: { form: ["xau_", base62(32, 48)] } }),
  ...tokensOf("Algolia", "https://www.algolia.com/doc/guides/security/api-keys", {
    ALGOLIA_API_KEY: { form: [hex(32)], near: ["algolia"] },
  }),
  ...tokensOf("Elastic", "https://www.elastic.co/docs/deploy-manage/api-keys", {
    ELASTIC_CLOUD_API_KEY: { form: ["essu_", base64(60, 120), oneOf("==", "=", "")] },
    ELASTICSEARCH_API_KEY: {
      form: [base64(58, 60), oneOf("==", "=", "")],
      near: ["elasticsearch", "elastic_api", "es_api_key"],
    },
  }),
  ...tokensOf("Upstash", "https://upstash.com/docs/redis/features/restapi", {
    UPSTASH_TOKEN: { form: ["A", base64(51, 58), oneOf("==", "=", "")], near: ["upstash"] },
  }),
  ...tokensOf("Snowflake", "https://docs.snowflake.com/en/user-guide/programmatic-access-tokens", {
    SNOWFLAKE_OAUTH_SECRET: { form: [base64(43), "="], near: ["snowflake"] },
  }),
  ...tokensOf("Appwrite", "https://appwrite.io/docs/advanced/platform/api-keys", {
    APPWRITE_API_KEY: { form: ["standard_", hex(256)] },
  }),
  ...tokensOf("Strapi", "https://docs.strapi.io/cms/features/api-tokens", {
    STRAPI_API_TOKEN: { form: [hex(256)], near: ["strapi"] },
  }),
  ...tokensOf("Fivetran", "https://fivetran.com/docs/rest-api/getting-started", {
    FIVETRAN_API_SECRET: { form: [base62(32)], near: ["fivetran"] },
  }),
];
