import { processSettings } from "@parapet/rpc";
import { ConfigError, listSetting, urlSetting, type Clock } from "@parapet/runtime";
import { z } from "zod";

import type { ReceiverTargets } from "./create-receivers.ts";
import { decodeWebhookSecret } from "./receivers/webhook/webhook-signature.ts";

/** One secret, or two separated by a comma while one replaces the other; the newer first. Read as signing keys. */
const webhookSecretSetting = z
  .string()
  .describe("whsec_ and the base64 of 24 to 64 random bytes; two of them, separated by a comma, while one is replaced")
  .transform((text, context): readonly Buffer[] => {
    const keys = text.split(",").map((secret) => decodeWebhookSecret(secret.trim()));
    if (keys.every((key) => key !== null)) return keys;
    context.addIssue({ code: "custom", message: "is no signing secret" });
    return z.NEVER;
  });

/** Who is to be told of alerts. */
export const alertTargetSettings = z.object({
  PARAPET_ALERTMANAGER_URLS: listSetting.pipe(z.array(urlSetting)).default([]),
  PARAPET_WEBHOOK_URL: urlSetting.optional(),
  PARAPET_WEBHOOK_SECRET: webhookSecretSetting.optional(),
  PARAPET_WEBHOOK_REPEAT_SECONDS: z.coerce
    .number()
    .min(60)
    .describe("a number of seconds, at least 60")
    .default(14_400),
});
export type AlertTargetSettings = z.output<typeof alertTargetSettings>;

/** Every setting of the notifier as a process of its own. */
export const notifierSettings = z.object({
  ...processSettings.shape,
  ...alertTargetSettings.shape,
  PARAPET_EXTERNAL_URL: urlSetting.default("http://127.0.0.1:8080"),
});

/**
 * What the settings say about who is to be told.
 *
 * @throws ConfigError for a webhook without a secret: nobody could tell its messages from forged ones.
 */
export function alertTargetsOf(
  settings: AlertTargetSettings,
  { externalUrl, clock }: { readonly externalUrl: string; readonly clock: Clock },
): ReceiverTargets {
  const { PARAPET_WEBHOOK_URL: webhookUrl, PARAPET_WEBHOOK_SECRET: webhookKeys = [] } = settings;
  if (webhookUrl !== undefined && webhookKeys.length === 0) {
    throw new ConfigError(
      "PARAPET_WEBHOOK_SECRET: is missing; a webhook needs one to sign with, such as whsec_ and 32 random bytes in base64",
    );
  }
  return {
    alertmanagerUrls: settings.PARAPET_ALERTMANAGER_URLS,
    webhookUrls: webhookUrl === undefined ? [] : [webhookUrl],
    webhookKeys,
    webhookRepeatIntervalMs: settings.PARAPET_WEBHOOK_REPEAT_SECONDS * 1_000,
    externalUrl,
    clock,
  };
}
