import { createServiceProcess, notifierService } from "@parapet/rpc";
import { loadConfig, runMain, systemClock, VERSION, type Environment, type Service } from "@parapet/runtime";

import { createReceivers } from "./create-receivers.ts";
import { alertTargetsOf, notifierSettings } from "./notifier-settings.ts";
import { createNotifier } from "./notifier.ts";

await runMain({ process, build: buildNotifier });

async function buildNotifier(env: Environment): Promise<Service> {
  const settings = loadConfig(notifierSettings, env);
  const targets = alertTargetsOf(settings, { externalUrl: settings.PARAPET_EXTERNAL_URL, clock: systemClock });
  const receivers = createReceivers(targets);
  return createServiceProcess({
    name: "parapet-notifier",
    version: VERSION,
    settings,
    build: ({ log, meter }) => {
      if (receivers.length === 0) {
        log.warn("nobody is told of alerts; set PARAPET_ALERTMANAGER_URLS or PARAPET_WEBHOOK_URL");
      }
      const notifier = createNotifier({ receivers, clock: systemClock, log, meter });
      return { services: [notifier], grpc: [notifierService(notifier, log)] };
    },
  });
}
