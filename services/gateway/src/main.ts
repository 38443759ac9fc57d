import { createKafkaProducer, kafkaConnection } from "@parapet/kafka";
import { alreadyRunning, createServiceProcess } from "@parapet/rpc";
import { loadConfig, runMain, systemClock, VERSION, type Environment, type Service } from "@parapet/runtime";

import { gatewaySettings, receiversOf } from "./gateway-settings.ts";
import { createGateway } from "./gateway.ts";

const NAME = "parapet-gateway";

await runMain({ process, build: buildGateway });

async function buildGateway(env: Environment): Promise<Service> {
  const settings = loadConfig(gatewaySettings, env);
  const receivers = receiversOf(settings);
  return createServiceProcess({
    name: NAME,
    version: VERSION,
    settings,
    build: ({ log, meter }) => {
      if (settings.PARAPET_TENANT_TOKENS === undefined) {
        log.warn("every caller is let in as the default tenant; set PARAPET_TENANT_TOKENS to tell tenants apart");
      }
      const producer = createKafkaProducer({
        ...kafkaConnection(settings, NAME, log),
        topic: settings.PARAPET_KAFKA_TOPIC,
      });
      const gateway = createGateway({ ...receivers, producer, clock: systemClock, log, meter });
      return { services: [alreadyRunning("producer", () => producer.stop()), gateway] };
    },
  });
}
