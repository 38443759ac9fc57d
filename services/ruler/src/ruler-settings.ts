import { processSettings } from "@parapet/rpc";
import { urlSetting } from "@parapet/runtime";
import { z } from "zod";

/** The settings of the ruler as a process of its own, beside the address and users of ClickHouse. */
export const rulerSettings = z.object({
  ...processSettings.shape,
  PARAPET_NOTIFIER_ADDRESS: z.string().min(1).describe("host:port of the notifier's gRPC"),
  PARAPET_RULES_FILE: z.string().describe("a JSON file of rules").optional(),
  PARAPET_RULER_INTERVAL_SECONDS: z.coerce.number().min(1).describe("a number of seconds, at least 1").default(30),
  PARAPET_RULER_WATERMARK_SECONDS: z.coerce.number().min(0).describe("a number of seconds").default(30),
  PARAPET_EXTERNAL_URL: urlSetting.default("http://127.0.0.1:8080"),
});
