import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePorts } from "@parapet/testkit";
import { afterEach, describe, expect, it } from "vitest";

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** The gateway as a process of its own; its Kafka is a port where nobody listens. */
function run(env: Record<string, string>): { readonly child: ChildProcess; readonly stderr: () => string } {
  const child = spawn(process.execPath, ["--conditions=source", join(import.meta.dirname, "main.ts")], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "inherit", "pipe"],
  });
  children.push(child);
  let stderr = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return { child, stderr: () => stderr };
}

async function environment(): Promise<Record<string, string> & { readonly admin: string; readonly http: string }> {
  const [admin = 0, grpc = 0, http = 0, kafka = 0] = await freePorts(4);
  return {
    admin: `http://127.0.0.1:${admin}`,
    http: `127.0.0.1:${http}`,
    PARAPET_KAFKA_BROKERS: `127.0.0.1:${kafka}`,
    PARAPET_GRPC_PORT: "0",
    PARAPET_ADMIN_PORT: String(admin),
    PARAPET_OTLP_GRPC_PORT: String(grpc),
    PARAPET_OTLP_HTTP_PORT: String(http),
  };
}

const isWell = (admin: string): Promise<boolean> =>
  fetch(`${admin}/readyz`).then(
    (response) => response.ok,
    () => false,
  );

describe("the gateway's process", () => {
  it("ends with 78 and the setting's name when a setting is missing", async () => {
    const { child, stderr } = run({});
    const [code] = (await once(child, "exit")) as [number];
    expect(code).toBe(78);
    expect(stderr()).toContain("PARAPET_KAFKA_BROKERS");
  });

  it("serves its metrics, warns of the open door, and ends with 0 on SIGTERM", async () => {
    const env = await environment();
    const { child, stderr } = run(env);
    await expect.poll(() => isWell(env.admin), { timeout: 20_000 }).toBe(true);
    const answer = await fetch(`http://${env.http}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{",
    });
    expect(answer.status).toBe(400);
    const metrics = await (await fetch(`${env.admin}/metrics`)).text();
    expect(metrics).toMatch(/parapet_gateway_requests_discarded[^\n]*reason="undecodable"[^\n]* 1/);
    expect(stderr()).toContain("PARAPET_TENANT_TOKENS");
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  const certificate = selfSigned();
  it.skipIf(certificate === null)("takes OTLP over TLS, and tenants, from files", async () => {
    if (certificate === null) return;
    const env = await environment();
    run({
      ...env,
      PARAPET_TLS_CERT_FILE: certificate.cert,
      PARAPET_TLS_KEY_FILE: certificate.key,
      PARAPET_TENANT_TOKENS: "t=acme",
    });
    await expect.poll(() => isWell(env.admin), { timeout: 20_000 }).toBe(true);
    const post = (headers: Record<string, string>): Promise<number> =>
      new Promise((resolve, reject) => {
        const options = { method: "POST", ca: readFileSync(certificate.cert), servername: "localhost", headers };
        const call = request(`https://${env.http}/v1/traces`, options, (response) =>
          resolve(response.resume().statusCode ?? 0),
        );
        call.on("error", reject).end("{}");
      });
    const json = { "content-type": "application/json" };
    expect(await post({ ...json, authorization: "Bearer t" })).toBe(200);
    expect(await post(json)).toBe(401);
  });
});

/** Files with a self-signed certificate of `localhost`; null where openssl is missing. */
function selfSigned(): { readonly cert: string; readonly key: string } | null {
  const folder = mkdtempSync(join(tmpdir(), "parapet-tls-"));
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
  try {
    execFileSync(
      "openssl",
      ["req", "-x509", ...curve, "-nodes", "-days", "1", "-keyout", key, "-out", cert, ...subject],
      {
        stdio: "ignore",
      },
    );
  } catch {
    return null;
  }
  return { cert, key };
}
