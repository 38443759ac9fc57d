import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

import { stringify } from "yaml";

import { ALERTMANAGER_BINARY } from "./alertmanager-availability.ts";

export interface AlertmanagerOptions {
  /** Where the Alertmanager itself tells of alerts; without it, nowhere. */
  readonly webhookUrl?: string;
}

/** An alert as `GET /api/v2/alerts` shows it. */
export interface AlertmanagerAlert {
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly status: { readonly state: string };
}

/** A real Alertmanager on loopback. */
export interface Alertmanager {
  readonly url: string;
  /** The alerts that it holds to be firing. */
  readonly alerts: () => Promise<readonly AlertmanagerAlert[]>;
  /** Ends the process and removes its data. */
  readonly stop: () => Promise<void>;
}

const START_TIMEOUT_MS = 20_000;

/** Starts Debian's Alertmanager on a free port. Ask `alertmanagerAvailability` first. */
export async function startAlertmanager(options: AlertmanagerOptions = {}): Promise<Alertmanager> {
  const folder = mkdtempSync(join(tmpdir(), "parapet-alertmanager-"));
  const config = join(folder, "alertmanager.yml");
  writeFileSync(config, stringify(alertmanagerConfig(options)));
  const flags = [
    `--config.file=${config}`,
    `--storage.path=${join(folder, "data")}`,
    "--web.listen-address=127.0.0.1:0",
  ];
  const child = spawn(ALERTMANAGER_BINARY, [...flags, "--cluster.listen-address="], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const killWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", killWithUs);
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, "exit");
      child.kill("SIGKILL");
      await exit;
    }
    process.off("exit", killWithUs);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const url = `http://${await listeningAddress(child)}`;
    return { url, alerts: () => firingAlerts(url), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Tells at once, groups by name and tenant, and never repeats within a test. */
function alertmanagerConfig({ webhookUrl }: AlertmanagerOptions): object {
  const receiver = {
    name: "test",
    ...(webhookUrl === undefined ? {} : { webhook_configs: [{ url: webhookUrl, send_resolved: true }] }),
  };
  const route = {
    receiver: "test",
    group_by: ["alertname", "tenant"],
    group_wait: "0s",
    group_interval: "1s",
    repeat_interval: "4h",
  };
  return { route, receivers: [receiver] };
}

/** The address that it logs once it listens. */
async function listeningAddress(child: ChildProcessByStdio<null, null, Readable>): Promise<string> {
  const lines: string[] = [];
  const timer = setTimeout(() => child.kill("SIGKILL"), START_TIMEOUT_MS);
  try {
    for await (const line of createInterface(child.stderr)) {
      lines.push(line);
      const address = /msg="Listening on" address=(\S+)/.exec(line)?.[1];
      if (address !== undefined) return address;
    }
  } finally {
    clearTimeout(timer);
    child.stderr.resume(); // Nobody reads on, and a full pipe would stop the process.
  }
  throw new Error(`the Alertmanager ended before it listened:\n${lines.slice(-10).join("\n")}`);
}

async function firingAlerts(url: string): Promise<readonly AlertmanagerAlert[]> {
  const response = await fetch(`${url}/api/v2/alerts`, { signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new Error(`the Alertmanager answered ${response.status}`);
  return (await response.json()) as readonly AlertmanagerAlert[];
}
