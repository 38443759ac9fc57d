import {
  base62,
  base64Url,
  crockford,
  hex,
  letters,
  lowerAlphanumeric,
  oneOf,
  upperAlphanumeric,
  upperHex,
  uuid,
} from "../form.ts";
import { tokensOf, type TokenRow } from "../token-row.ts";

const gitlab = "https://docs.gitlab.com/security/tokens/#token-prefixes";

/** Hosts of code, continuous integration, analysis of code, feature flags. */
export const codeHosting: readonly TokenRow[] = [
  ...tokensOf(
    "GitHub",
    "https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/",
    {
      GITHUB_PERSONAL_ACCESS_TOKEN: { form: ["ghp_", base62(36)], checksum: "base62Crc32" },
      GITHUB_OAUTH_TOKEN: { form: ["gho_", base62(36)], checksum: "base62Crc32" },
      GITHUB_USER_TO_SERVER_TOKEN: { form: ["ghu_", base62(36)], checksum: "base62Crc32" },
      GITHUB_SERVER_TO_SERVER_TOKEN: { form: ["ghs_", base62(36)], checksum: "base62Crc32" },
    },
  ),
  ...tokensOf(
    "GitHub",
    "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github",
    {
      GITHUB_REFRESH_TOKEN: { form: ["ghr_", base62(36, 76)] },
      GITHUB_FINE_GRAINED_TOKEN: { form: ["github_pat_", base62(22), "_", base62(59)] },
    },
  ),
  ...tokensOf("GitLab", gitlab, {
    GITLAB_PERSONAL_ACCESS_TOKEN: { form: ["glpat-", base64Url(20)] },
    GITLAB_ROUTABLE_TOKEN: { form: ["glpat-", base64Url(27, 300), ".", lowerAlphanumeric(9)] },
    GITLAB_DEPLOY_TOKEN: { form: ["gldt-", base64Url(20)] },
    GITLAB_OAUTH_APPLICATION_SECRET: { form: ["gloas-", base64Url(64)] },
    GITLAB_RUNNER_AUTHENTICATION_TOKEN: { form: ["glrt-", base64Url(20)] },
    GITLAB_RUNNER_TYPED_TOKEN: { form: ["glrt-", oneOf("t1_", "t2_", "t3_"), base64Url(20)] },
    GITLAB_RUNNER_REGISTRATION_TOKEN: { form: ["GR1348941", base64Url(20)] },
    GITLAB_CI_JOB_TOKEN: { form: ["glcbt-", base62(1, 5), "_", base64Url(20)] },
    GITLAB_TRIGGER_TOKEN: { form: ["glptt-", hex(40)] },
    GITLAB_FEED_TOKEN: { form: ["glft-", base64Url(20)] },
    GITLAB_INCOMING_MAIL_TOKEN: { form: ["glimt-", base64Url(25)] },
    GITLAB_AGENT_TOKEN: { form: ["glagent-", base64Url(50)] },
    GITLAB_SCIM_TOKEN: { form: ["glsoat-", base64Url(20)] },
    GITLAB_FEATURE_FLAGS_TOKEN: { form: ["glffct-", base64Url(20)] },
  }),
  ...tokensOf("Bitbucket", "https://support.atlassian.com/bitbucket-cloud/docs/using-access-tokens/", {
    BITBUCKET_APP_PASSWORD: { form: ["ATBB", base62(24), upperHex(8)] },
    BITBUCKET_ACCESS_TOKEN: { form: ["ATCTT3xFfGN0", base64Url(120, 240), "=", upperHex(8)] },
  }),
  ...tokensOf("Sourcegraph", "https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token", {
    SOURCEGRAPH_ACCESS_TOKEN: { form: ["sgp_", oneOf("local_", ""), hex(40)] },
    SOURCEGRAPH_INSTANCE_TOKEN: { form: ["sgp_", hex(16), "_", hex(40)] },
    SOURCEGRAPH_LICENSE_TOKEN: { form: ["slk_", hex(64)] },
  }),
  ...tokensOf("Gitea", "https://docs.gitea.com/development/api-usage", {
    GITEA_ACCESS_TOKEN: { form: [hex(40)], near: ["gitea", "forgejo", "codeberg"] },
  }),
  ...tokensOf("CircleCI", "https://circleci.com/docs/managing-api-tokens/", {
    CIRCLECI_PERSONAL_TOKEN: { form: ["CCIPAT_", base62(22), "_", hex(40)] },
    CIRCLECI_PROJECT_TOKEN: { form: ["CCIPRJ_", base62(22), "_", hex(40)] },
    CIRCLECI_LEGACY_TOKEN: { form: [hex(40)], near: ["circleci", "circle_token", "circle-token"] },
  }),
  ...tokensOf("Travis CI", "https://docs.travis-ci.com/api/", {
    TRAVIS_CI_TOKEN: { form: [base64Url(22)], near: ["travis"] },
  }),
  ...tokensOf("Buildkite", "https://buildkite.com/docs/platform/security/tokens", {
    BUILDKITE_USER_ACCESS_TOKEN: { form: ["bkua_", hex(40)] },
    BUILDKITE_AGENT_TOKEN: { form: ["bkct_", base62(40, 80)] },
  }),
  ...tokensOf("Codecov", "https://docs.codecov.com/docs/codecov-tokens", {
    CODECOV_UPLOAD_TOKEN: { form: uuid, near: ["codecov"] },
  }),
  ...tokensOf("SonarQube", "https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/", {
    SONARQUBE_USER_TOKEN: { form: ["squ_", hex(40)] },
    SONARQUBE_PROJECT_TOKEN: { form: ["sqp_", hex(40)] },
    SONARQUBE_GLOBAL_TOKEN: { form: ["sqa_", hex(40)] },
    SONAR_LEGACY_TOKEN: { form: [hex(40)], near: ["sonar"] },
  }),
  ...tokensOf("Snyk", "https://docs.snyk.io/snyk-api/authentication-for-api", {
    SNYK_API_TOKEN: { form: uuid, near: ["snyk"] },
    SNYK_USER_ACCESS_TOKEN: { form: ["snyk_uat.", hex(8), ".", base64Url(60, 400)] },
    SNYK_SERVICE_ACCOUNT_TOKEN: { form: ["snyk_sat.", hex(8), ".", base64Url(60, 400)] },
  }),
  ...tokensOf("Harness", "https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys/", {
    HARNESS_PERSONAL_TOKEN: { form: ["pat.", base64Url(22), ".", hex(24), ".", base62(20)] },
    HARNESS_SERVICE_TOKEN: { form: ["sat.", base64Url(22), ".", hex(24), ".", base62(20)] },
  }),
  ...tokensOf("Octopus Deploy", "https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key", {
    OCTOPUS_DEPLOY_API_KEY: { form: ["API-", upperAlphanumeric(26, 32)] },
  }),
  ...tokensOf("LaunchDarkly", "https://launchdarkly.com/docs/home/account/api", {
    LAUNCHDARKLY_API_TOKEN: { form: ["api-", ...uuid] },
    LAUNCHDARKLY_SDK_KEY: { form: ["sdk-", ...uuid] },
  }),
  ...tokensOf("Azure DevOps", "https://learn.microsoft.com/en-us/purview/sit-defn-azure-devops-personal-access-token", {
    AZURE_DEVOPS_TOKEN: { form: [base62(76), "AZDO", base62(4)] },
    AZURE_DEVOPS_LEGACY_TOKEN: {
      form: [lowerAlphanumeric(52)],
      near: ["azure_devops", "azuredevops", "azure devops", "vsts", "azdo"],
    },
  }),
  ...tokensOf("DevCycle", "https://docs.devcycle.com/sdk/", {
    DEVCYCLE_SERVER_KEY: { form: ["dvc_server_", base64Url(36, 64)] },
  }),
  ...tokensOf("Unleash", "https://docs.getunleash.io/reference/api-tokens-and-client-keys", {
    UNLEASH_API_TOKEN: { form: [oneOf("*", "default", "[]"), ":", letters(3, 24), ".", hex(56)], near: ["unleash"] },
  }),
  ...tokensOf("Flagsmith", "https://docs.flagsmith.com/clients/server-side", {
    FLAGSMITH_SERVER_KEY: { form: ["ser.", base62(22)] },
  }),
  ...tokensOf("JFrog", "https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens", {
    JFROG_API_KEY: { form: ["AKCp", base62(69)] },
    JFROG_REFERENCE_TOKEN: { form: ["cmVmdGtuOjAx", base62(52)] },
  }),
  ...tokensOf("UpCloud", "https://upcloud.com/docs/guides/getting-started-upcloud-api/", {
    UPCLOUD_API_TOKEN: { form: ["ucat_", crockford(26)] },
  }),
];
