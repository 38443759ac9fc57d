import type { Message } from "@parapet/delivery";
import { openModels, type Models } from "@parapet/guard";
import { ingestEncoding, loadSensitivePolicy } from "@parapet/ingester";
import { createLogger, startTelemetry, VERSION, type Environment, type Logger, type Telemetry } from "@parapet/runtime";

import type { UpSettings } from "../settings/up-settings.ts";
import { loadHashKey } from "./hash-key.ts";
import { OpenParts } from "./open-parts.ts";
import { openStore, type OpenStore } from "./open-store.ts";
import { openStream, type OpenStream, type StreamOptions } from "./open-stream.ts";
import { choosePorts, type Ports } from "./ports.ts";

/** What the services stand on: everything with a connection, a file or a child process. */
export interface Foundation {
  readonly settings: UpSettings;
  readonly ports: Ports;
  readonly log: Logger;
  readonly telemetry: Telemetry;
  readonly store: OpenStore;
  readonly stream: OpenStream;
  readonly models: Models;
  readonly hashKey: string;
  /** Messages that the in-process bus could not keep for the guard are handed to the listener. */
  readonly onShed: (listener: (messages: readonly Message[]) => void) => void;
  readonly stop: () => Promise<void>;
}

export interface FoundationOptions {
  readonly env: Environment;
  readonly settings: UpSettings;
  readonly dataFolder: string;
  /** Begins with an empty store. */
  readonly fresh?: boolean;
}

/** Opens everything; when one part cannot be opened, those already open are closed again. */
export async function openFoundation(options: FoundationOptions): Promise<Foundation> {
  const { env, settings, dataFolder, fresh = false } = options;
  const ports = await choosePorts(settings);
  const log = createLogger({ service: "parapet", level: settings.PARAPET_LOG_LEVEL });
  const otlpEndpoint = settings.PARAPET_OTLP_ENDPOINT;
  const telemetry = startTelemetry({
    service: "parapet",
    version: VERSION,
    ...(otlpEndpoint === undefined ? {} : { otlpEndpoint }),
  });
  const parts = new OpenParts();
  parts.add(telemetry.stop);
  const stop = (): Promise<void> => parts.stop();
  try {
    const store = await openStore({ env, dataFolder, fresh, log });
    parts.add(store.stop);
    const models = await openModels(env, log);
    parts.add(models.stop);
    let listener: (messages: readonly Message[]) => void = () => undefined;
    const stream = await openStream({
      env,
      encodings: encodingsOf(settings),
      log,
      meter: telemetry.meter,
      onShed: (messages) => listener(messages),
    });
    parts.add(() => stream.producer.stop());
    const hashKey = settings.PARAPET_HASH_KEY ?? loadHashKey(dataFolder);
    const onShed = (next: typeof listener): void => {
      listener = next;
    };
    return { settings, ports, log, telemetry, store, stream, models, hashKey, onShed, stop };
  } catch (error) {
    await stop().catch(() => undefined); // The failure to open is the one to report.
    throw error;
  }
}

function encodingsOf(settings: UpSettings): StreamOptions["encodings"] {
  const sensitive = loadSensitivePolicy(settings.PARAPET_SENSITIVE_FILE);
  const capture = { default: settings.PARAPET_CONTENT, rules: sensitive.capture };
  return {
    ingester: ingestEncoding({ capture, sensitive, priceFiles: settings.PARAPET_PRICE_FILES }),
    guard: VERSION,
  };
}
