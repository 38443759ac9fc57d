import {
  base62,
  base64,
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

/** Chat, mail, telephony, push, social networks. */
export const messaging: readonly TokenRow[] = [
  ...tokensOf("Slack", "https://docs.slack.dev/authentication/tokens", {
    SLACK_BOT_TOKEN: { form: ["xoxb-", digits(10, 13), "-", digits(10, 13), "-", base62(24)] },
    SLACK_LEGACY_BOT_TOKEN: { form: ["xoxb-", digits(8, 14), "-", base62(18, 26)] },
    SLACK_USER_TOKEN: { form: ["xoxp-", digits(10, 13), "-", digits(10, 13), "-", digits(10, 13), "-", hex(32)] },
    SLACK_WORKSPACE_TOKEN: {
      form: [oneOf("xoxa-2-", "xoxr-"), digits(10, 13), "-", digits(10, 13), "-", digits(10, 13), "-", hex(32)],
    },
    SLACK_APP_TOKEN: { form: ["xapp-1-", upperAlphanumeric(9, 13), "-", digits(10, 13), "-", hex(64)] },
    SLACK_ROTATING_TOKEN: { form: [oneOf("xoxe.xoxb-1-", "xoxe.xoxp-1-"), base62(163, 200)] },
    SLACK_REFRESH_TOKEN: { form: ["xoxe-1-", base62(140, 160)] },
    SLACK_LEGACY_TOKEN: { form: ["xoxs-", digits(10, 13), "-", digits(10, 13), "-", digits(10, 13), "-", hex(10, 64)] },
  }),
  ...tokensOf("Slack", "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks", {
    SLACK_WEBHOOK: {
      form: [
        "https://hooks.slack.com/services/T",
        upperAlphanumeric(8, 12),
        "/B",
        upperAlphanumeric(8, 12),
        "/",
        base62(24),
      ],
    },
    SLACK_WORKFLOW_TRIGGER: {
      form: [
        "https://hooks.slack.com/",
        oneOf("triggers", "workflows"),
        "/T",
        upperAlphanumeric(8, 12),
        "/",
        digits(8, 16),
        "/",
        hex(32),
      ],
    },
  }),
  ...tokensOf("Discord", "https://discord.com/developers/docs/reference", {
    DISCORD_BOT_TOKEN: {
      form: [oneOf("M", "N", "O"), base64Url(22, 25), ".", base64Url(6), ".", base64Url(27, 38)],
      near: ["discord", "bot_token", "bot token", "client.login", "client.run", "bot.run"],
      checksum: "discordUser",
    },
    DISCORD_WEBHOOK: {
      form: [
        oneOf("https://discord.com", "https://discordapp.com"),
        "/api/webhooks/",
        digits(17, 20),
        "/",
        base64Url(68),
      ],
    },
    DISCORD_CLIENT_SECRET: { form: [base64Url(32)], near: ["discord"] },
  }),
  ...tokensOf("Telegram", "https://core.telegram.org/bots/api", {
    TELEGRAM_BOT_TOKEN: { form: [digits(8, 10), ":AA", base64Url(33)] },
  }),
  ...tokensOf(
    "Microsoft Teams",
    "https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook",
    {
      TEAMS_WEBHOOK: {
        form: [
          "https://",
          lowerAlphanumeric(3, 24),
          ".webhook.office.com/webhookb2/",
          ...uuid,
          "@",
          ...uuid,
          "/IncomingWebhook/",
          hex(32),
          "/",
          ...uuid,
        ],
      },
    },
  ),
  ...tokensOf("Google Chat", "https://developers.google.com/workspace/chat/quickstart/webhooks", {
    GOOGLE_CHAT_WEBHOOK: {
      form: [
        "https://chat.googleapis.com/v1/spaces/",
        base64Url(8, 16),
        "/messages?key=",
        base64Url(39),
        "&token=",
        base64Url(40, 60),
      ],
    },
  }),
  ...tokensOf("Twilio", "https://www.twilio.com/docs/iam/api-keys", {
    TWILIO_API_KEY: { form: ["SK", hex(32)], near: ["twilio"] },
    TWILIO_AUTH_TOKEN: { form: [hex(32)], near: ["twilio"] },
  }),
  ...tokensOf("SendGrid", "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys", {
    SENDGRID_API_KEY: { form: ["SG.", base64Url(22), ".", base64Url(43)] },
  }),
  ...tokensOf("Mailgun", "https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt/rbac-mgmt", {
    MAILGUN_API_KEY: { form: [hex(32), "-", hex(8), "-", hex(8)], near: ["mailgun"] },
    MAILGUN_LEGACY_KEY: { form: ["key-", hex(32)] },
    MAILGUN_SIGNING_KEY: { form: [hex(32)], near: ["mailgun"] },
  }),
  ...tokensOf("Mailchimp", "https://mailchimp.com/developer/marketing/guides/quick-start/", {
    MAILCHIMP_API_KEY: { form: [hex(32), "-us", digits(1, 2)] },
  }),
  ...tokensOf("Mailchimp Transactional", "https://mailchimp.com/developer/transactional/guides/quick-start/", {
    MANDRILL_API_KEY: { form: ["md-", base64Url(22)] },
  }),
  ...tokensOf("Postmark", "https://postmarkapp.com/developer/api/overview", {
    POSTMARK_TOKEN: { form: uuid, near: ["postmark"] },
  }),
  ...tokensOf("Brevo", "https://developers.brevo.com/docs/getting-started", {
    BREVO_API_KEY: { form: ["xkeysib-", hex(64), "-", base62(16)] },
    BREVO_SMTP_KEY: { form: ["xsmtpsib-", hex(64), "-", base62(16)] },
  }),
  ...tokensOf("Resend", "https://resend.com/docs/dashboard/api-keys/introduction", {
    RESEND_API_KEY: { form: ["re_", base62(8), "_", base62(24)] },
  }),
  ...tokensOf("MailerSend", "https://developers.mailersend.com/general.html", {
    MAILERSEND_API_TOKEN: { form: ["mlsn.", hex(64)] },
  }),
  ...tokensOf("Mailjet", "https://dev.mailjet.com/email/guides/", {
    MAILJET_API_KEY: { form: [hex(32)], near: ["mailjet", "mj_apikey"] },
  }),
  ...tokensOf("SMTP2GO", "https://developers.smtp2go.com/docs/introduction-guide", {
    SMTP2GO_API_KEY: { form: ["api-", upperHex(32)] },
  }),
  ...tokensOf("SparkPost", "https://developers.sparkpost.com/api/", {
    SPARKPOST_API_KEY: { form: [hex(40)], near: ["sparkpost"] },
  }),
  ...tokensOf("Bird", "https://docs.bird.com/api", {
    BIRD_ACCESS_KEY: { form: [base62(25)], near: ["messagebird", "message_bird"] },
  }),
  ...tokensOf("Vonage", "https://developer.vonage.com/en/concepts/guides/authentication", {
    VONAGE_API_SECRET: { form: [base62(16)], near: ["vonage", "nexmo"] },
  }),
  ...tokensOf("Telnyx", "https://developers.telnyx.com/development/authentication", {
    TELNYX_API_KEY: { form: ["KEY01", upperHex(30), "_", base62(22)] },
  }),
  ...tokensOf("Mattermost", "https://developers.mattermost.com/integrate/reference/personal-access-token/", {
    MATTERMOST_ACCESS_TOKEN: { form: [lowerAlphanumeric(26)], near: ["mattermost"] },
  }),
  ...tokensOf("Pushover", "https://pushover.net/api", {
    PUSHOVER_TOKEN: { form: [lowerAlphanumeric(30)], near: ["pushover"] },
  }),
  ...tokensOf("Pushbullet", "https://docs.pushbullet.com/", {
    PUSHBULLET_ACCESS_TOKEN: { form: ["o.", base62(32)], near: ["pushbullet"] },
  }),
  ...tokensOf("OneSignal", "https://documentation.onesignal.com/docs/en/keys-and-ids", {
    ONESIGNAL_API_KEY: { form: [oneOf("os_v2_app_", "os_v2_org_"), lowerAlphanumeric(100, 110)] },
  }),
  ...tokensOf("Firebase", "https://firebase.google.com/docs/cloud-messaging/auth-server", {
    FIREBASE_SERVER_KEY: { form: ["AAAA", base64Url(7), ":APA91b", base64Url(134)] },
  }),
  ...tokensOf("Pusher", "https://pusher.com/docs/channels/server_api/authenticating-users/", {
    PUSHER_SECRET: { form: [hex(20)], near: ["pusher"] },
  }),
  ...tokensOf("Ably", "https://ably.com/docs/auth/basic", {
    ABLY_API_KEY: { form: [base64Url(6), ".", base64Url(6), ":", base64Url(43)], near: ["ably"] },
  }),
  ...tokensOf("Meta", "https://developers.facebook.com/docs/facebook-login/guides/access-tokens", {
    FACEBOOK_ACCESS_TOKEN: { form: ["EAA", base62(90, 400)] },
    FACEBOOK_APP_SECRET: { form: [hex(32)], near: ["facebook", "fb_app", "fb_secret"] },
    INSTAGRAM_ACCESS_TOKEN: { form: [oneOf("IGQV", "IGAA"), base62(80, 300)] },
  }),
  ...tokensOf("X", "https://docs.x.com/resources/fundamentals/authentication/overview", {
    TWITTER_BEARER_TOKEN: {
      form: ["AAAAAAAAAAAAAAAAAAAAA", base62(20, 40), oneOf("%3D", "%2B", "%2F", "%2f", "%3d"), base62(30, 80)],
    },
    TWITTER_API_SECRET: { form: [base62(50)], near: ["twitter", "x_api"] },
    TWITTER_ACCESS_TOKEN: { form: [digits(15, 20), "-", base62(20, 40)], near: ["twitter", "access_token"] },
  }),
  ...tokensOf("LinkedIn", "https://learn.microsoft.com/en-us/linkedin/shared/authentication/authentication", {
    LINKEDIN_CLIENT_SECRET: { form: ["WPL_AP1.", base62(16), ".", base64(6), "=="] },
    LINKEDIN_LEGACY_SECRET: { form: [base62(16)], near: ["linkedin"] },
  }),
  ...tokensOf("Twitch", "https://dev.twitch.tv/docs/authentication/", {
    TWITCH_CLIENT_SECRET: { form: [lowerAlphanumeric(30)], near: ["twitch"] },
  }),
  ...tokensOf("Sendbird", "https://sendbird.com/docs/chat/platform-api/v3/prepare-to-use-api", {
    SENDBIRD_API_TOKEN: { form: [hex(40)], near: ["sendbird"] },
  }),
  ...tokensOf("Courier", "https://www.courier.com/docs/reference/intro", {
    COURIER_AUTH_TOKEN: { form: [oneOf("pk_prod_", "pk_test_"), upperAlphanumeric(28)] },
  }),
  ...tokensOf("Intercom", "https://developers.intercom.com/docs/build-an-integration/learn-more/authentication", {
    INTERCOM_ACCESS_TOKEN: { form: ["dG9rO", base64(54), "="] },
  }),
];
