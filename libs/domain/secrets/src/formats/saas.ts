import {
  base62,
  base64Url,
  digits,
  hex,
  lowerAlphanumeric,
  oneOf,
  upperAlphanumeric,
  upperHex,
  uuid,
} from "../form.ts";
import { tokensOf, type TokenRow } from "../token-row.ts";

/** Work, documents, customers, design, content, automation, maps. */
export const saas: readonly TokenRow[] = [
  ...tokensOf(
    "Atlassian",
    "https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/",
    {
      ATLASSIAN_API_TOKEN: { form: ["ATATT3xFfGF0", base64Url(120, 240), "=", upperHex(8)] },
      ATLASSIAN_LEGACY_TOKEN: { form: [base62(24)], near: ["atlassian", "jira", "confluence"] },
    },
  ),
  ...tokensOf("Notion", "https://developers.notion.com/reference/authentication", {
    NOTION_TOKEN: { form: ["ntn_", base62(46)] },
    NOTION_LEGACY_TOKEN: { form: ["secret_", base62(43)] },
  }),
  ...tokensOf("Linear", "https://linear.app/developers/graphql", {
    LINEAR_API_KEY: { form: ["lin_api_", base62(40)] },
    LINEAR_OAUTH_TOKEN: { form: ["lin_oauth_", hex(64)] },
  }),
  ...tokensOf("Asana", "https://developers.asana.com/docs/personal-access-token", {
    ASANA_PERSONAL_ACCESS_TOKEN: { form: [oneOf("1/", "0/"), digits(15, 17), ":", hex(32)] },
    ASANA_TOKEN: { form: ["2/", digits(15, 17), "/", digits(15, 17), ":", hex(32)] },
  }),
  ...tokensOf("Trello", "https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/", {
    TRELLO_TOKEN: { form: ["ATTA", hex(64), upperHex(8)] },
    TRELLO_API_KEY: { form: [hex(32)], near: ["trello"] },
  }),
  ...tokensOf("ClickUp", "https://developer.clickup.com/docs/authentication", {
    CLICKUP_API_TOKEN: { form: ["pk_", digits(6, 9), "_", upperAlphanumeric(32)] },
  }),
  ...tokensOf("Airtable", "https://airtable.com/developers/web/guides/personal-access-tokens", {
    AIRTABLE_PERSONAL_ACCESS_TOKEN: { form: ["pat", base62(14), ".", hex(64)] },
    AIRTABLE_LEGACY_KEY: { form: ["key", base62(14)], near: ["airtable"] },
  }),
  ...tokensOf("Figma", "https://developers.figma.com/docs/rest-api/authentication/", {
    FIGMA_PERSONAL_ACCESS_TOKEN: { form: ["figd_", base64Url(40)] },
    FIGMA_OAUTH_TOKEN: { form: [oneOf("figu_", "figor_", "figo_"), base64Url(40)] },
  }),
  ...tokensOf("Postman", "https://learning.postman.com/docs/developer/postman-api/authentication/", {
    POSTMAN_API_KEY: { form: ["PMAK-", hex(24), "-", hex(34)] },
  }),
  ...tokensOf("ReadMe", "https://docs.readme.com/main/reference/authentication", {
    README_API_KEY: { form: ["rdme_", lowerAlphanumeric(70)] },
  }),
  ...tokensOf("GitBook", "https://gitbook.com/docs/developers/gitbook-api/authentication", {
    GITBOOK_API_TOKEN: { form: ["gb_api_", base62(40)] },
  }),
  ...tokensOf("HubSpot", "https://developers.hubspot.com/docs/apps/legacy-apps/private-apps/overview", {
    HUBSPOT_PRIVATE_APP_TOKEN: { form: [oneOf("pat-na1-", "pat-na2-", "pat-eu1-", "pat-ap1-"), ...uuid] },
    HUBSPOT_LEGACY_KEY: { form: uuid, near: ["hubspot", "hapikey"] },
  }),
  ...tokensOf(
    "Salesforce",
    "https://help.salesforce.com/s/articleView?id=xcloud.connected_app_create_api_integration.htm",
    {
      SALESFORCE_ACCESS_TOKEN: { form: ["00D", base62(12, 15), "!", base64Url(80, 140)] },
      SALESFORCE_CONSUMER_KEY: { form: ["3MVG9", base64Url(60, 110)] },
      SALESFORCE_CONSUMER_SECRET: { form: [upperHex(64)], near: ["salesforce", "consumer_secret", "sfdc"] },
    },
  ),
  ...tokensOf("Zendesk", "https://developer.zendesk.com/api-reference/introduction/security-and-auth/", {
    ZENDESK_API_TOKEN: { form: [base62(40)], near: ["zendesk"] },
  }),
  ...tokensOf("Freshworks", "https://developers.freshdesk.com/api/", {
    FRESHDESK_API_KEY: { form: [base62(20)], near: ["freshdesk", "freshservice"] },
  }),
  ...tokensOf("Pipedrive", "https://developers.pipedrive.com/docs/api/v1/", {
    PIPEDRIVE_API_TOKEN: { form: [hex(40)], near: ["pipedrive"] },
  }),
  ...tokensOf("Typeform", "https://www.typeform.com/developers/get-started/personal-access-token/", {
    TYPEFORM_PERSONAL_ACCESS_TOKEN: { form: ["tfp_", base62(44), "_", base62(14)] },
  }),
  ...tokensOf("Klaviyo", "https://developers.klaviyo.com/en/docs/authenticate_", {
    KLAVIYO_PRIVATE_KEY: { form: ["pk_", hex(34)] },
  }),
  ...tokensOf("Contentful", "https://www.contentful.com/developers/docs/references/authentication/", {
    CONTENTFUL_PERSONAL_ACCESS_TOKEN: { form: ["CFPAT-", base64Url(43)] },
    CONTENTFUL_DELIVERY_TOKEN: { form: [base64Url(43)], near: ["contentful"] },
  }),
  ...tokensOf("Sanity", "https://www.sanity.io/docs/content-lake/http-auth", {
    SANITY_TOKEN: { form: ["sk", base62(78, 180)], near: ["sanity"] },
  }),
  ...tokensOf("Storyblok", "https://www.storyblok.com/docs/concepts/access-tokens", {
    STORYBLOK_TOKEN: { form: [base62(22), "tt"], near: ["storyblok"] },
  }),
  ...tokensOf("Ghost", "https://docs.ghost.org/admin-api#token-authentication", {
    GHOST_ADMIN_KEY: { form: [hex(24), ":", hex(64)], near: ["ghost"] },
  }),
  ...tokensOf("Webflow", "https://developers.webflow.com/data/reference/authentication/site-token", {
    WEBFLOW_API_TOKEN: { form: [hex(64)], near: ["webflow"] },
  }),
  ...tokensOf("Dropbox", "https://developers.dropbox.com/oauth-guide", {
    DROPBOX_ACCESS_TOKEN: { form: ["sl.", base64Url(130, 1200)] },
    DROPBOX_APP_SECRET: { form: [lowerAlphanumeric(15)], near: ["dropbox"] },
  }),
  ...tokensOf("Box", "https://developer.box.com/guides/authentication/", {
    BOX_CLIENT_SECRET: {
      form: [base62(32)],
      near: ["box_client", "box_api", "box_secret", "box_token", "boxappsettings"],
    },
  }),
  ...tokensOf("Todoist", "https://developer.todoist.com/api/v1/", {
    TODOIST_API_TOKEN: { form: [hex(40)], near: ["todoist"] },
  }),
  ...tokensOf("Shortcut", "https://developer.shortcut.com/api/rest/v3", {
    SHORTCUT_API_TOKEN: { form: uuid, near: ["shortcut", "clubhouse"] },
  }),
  ...tokensOf("Coda", "https://coda.io/developers/apis/v1", { CODA_API_TOKEN: { form: uuid, near: ["coda"] } }),
  ...tokensOf("Smartsheet", "https://developers.smartsheet.com/api/smartsheet/introduction", {
    SMARTSHEET_ACCESS_TOKEN: { form: [base62(37)], near: ["smartsheet"] },
  }),
  ...tokensOf("Apify", "https://docs.apify.com/platform/integrations/api", {
    APIFY_API_TOKEN: { form: ["apify_api_", base62(36)] },
  }),
  ...tokensOf("Trigger.dev", "https://trigger.dev/docs/apikeys", {
    TRIGGER_DEV_KEY: { form: [oneOf("tr_dev_", "tr_prod_", "tr_stg_", "tr_pat_"), base62(20, 44)] },
  }),
  ...tokensOf("Inngest", "https://www.inngest.com/docs/platform/signing-keys", {
    INNGEST_SIGNING_KEY: { form: [oneOf("signkey-prod-", "signkey-test-", "signkey-branch-"), hex(32, 64)] },
  }),
  ...tokensOf("Prefect", "https://docs.prefect.io/v3/how-to-guides/cloud/manage-users/api-keys", {
    PREFECT_API_KEY: { form: [oneOf("pnu_", "pnb_"), base62(36)] },
  }),
  ...tokensOf("Retool", "https://docs.retool.com/org-users/guides/retool-api", {
    RETOOL_API_TOKEN: { form: ["retool_", lowerAlphanumeric(26)] },
  }),
  ...tokensOf("DeepL", "https://developers.deepl.com/docs/getting-started/auth", {
    DEEPL_API_KEY: { form: [...uuid, ":fx"] },
  }),
  ...tokensOf("Lokalise", "https://developers.lokalise.com/reference/api-authentication", {
    LOKALISE_API_TOKEN: { form: [hex(40)], near: ["lokalise"] },
  }),
  ...tokensOf("Transifex", "https://developers.transifex.com/reference/api-authentication", {
    TRANSIFEX_API_TOKEN: { form: ["1/", hex(40)] },
  }),
  ...tokensOf("Mapbox", "https://docs.mapbox.com/help/dive-deeper/access-tokens/", {
    MAPBOX_SECRET_TOKEN: { form: ["sk.eyJ", base64Url(60, 120), ".", base64Url(22)] },
  }),
  ...tokensOf("OpenWeather", "https://openweathermap.org/appid", {
    OPENWEATHER_API_KEY: { form: [hex(32)], near: ["openweather"] },
  }),
  ...tokensOf("NewsAPI", "https://newsapi.org/docs/authentication", {
    NEWSAPI_KEY: { form: [hex(32)], near: ["newsapi", "news_api"] },
  }),
  ...tokensOf("RapidAPI", "https://docs.rapidapi.com/docs/keys", {
    RAPIDAPI_KEY: {
      form: [
        lowerAlphanumeric(10),
        "msh",
        lowerAlphanumeric(15),
        "p1",
        lowerAlphanumeric(5),
        "jsn",
        lowerAlphanumeric(12),
      ],
    },
  }),
  ...tokensOf("Spotify", "https://developer.spotify.com/documentation/web-api/concepts/apps", {
    SPOTIFY_CLIENT_SECRET: { form: [hex(32)], near: ["spotify"] },
  }),
  ...tokensOf("Strava", "https://developers.strava.com/docs/authentication/", {
    STRAVA_CLIENT_SECRET: { form: [hex(40)], near: ["strava"] },
  }),
  ...tokensOf("Riot Games", "https://developer.riotgames.com/docs/portal", {
    RIOT_API_KEY: { form: ["RGAPI-", ...uuid] },
  }),
  ...tokensOf("Steam", "https://steamcommunity.com/dev", { STEAM_API_KEY: { form: [upperHex(32)], near: ["steam"] } }),
  ...tokensOf("Adobe", "https://developer.adobe.com/developer-console/docs/guides/authentication/", {
    ADOBE_CLIENT_SECRET: { form: ["p8e-", base64Url(32)] },
  }),
  ...tokensOf("BrowserStack", "https://www.browserstack.com/docs/automate/api-reference/selenium/authentication", {
    BROWSERSTACK_ACCESS_KEY: { form: [base62(20)], near: ["browserstack"] },
  }),
  ...tokensOf("Sauce Labs", "https://docs.saucelabs.com/basics/environment-variables/", {
    SAUCE_ACCESS_KEY: { form: uuid, near: ["sauce"] },
  }),
  ...tokensOf("Bitly", "https://dev.bitly.com/docs/getting-started/authentication/", {
    BITLY_ACCESS_TOKEN: { form: [hex(40)], near: ["bitly"] },
  }),
  ...tokensOf("SettleMint", "https://console.settlemint.com/documentation/", {
    SETTLEMINT_TOKEN: { form: [oneOf("sm_aat_", "sm_pat_", "sm_sat_"), base62(16)] },
  }),
];
