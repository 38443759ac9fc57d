import { DEFAULT_TENANT } from "@parapet/delivery";
import { loadConfig } from "@parapet/runtime";
import { describe, expect, it, test } from "vitest";

import { defaultLimits } from "./gateway-limits.ts";
import { gatewaySettings, receiversOf } from "./gateway-settings.ts";

const brokers = { PARAPET_KAFKA_BROKERS: "127.0.0.1:9092" };
const receivers = (env: Record<string, string>): ReturnType<typeof receiversOf> =>
  receiversOf(loadConfig(gatewaySettings, { ...brokers, ...env }));

describe("the gateway's settings", () => {
  it("listen on loopback, on OTLP's ports, for the default tenant", () => {
    const { grpc, http, tenants, limits } = receivers({});
    expect(grpc).toEqual({ host: "127.0.0.1", port: 4317 });
    expect(http).toEqual({ host: "127.0.0.1", port: 4318 });
    expect(tenants.tenantOf(null)).toBe(DEFAULT_TENANT);
    expect({ ...defaultLimits, ...limits }).toEqual(defaultLimits);
  });

  it("tell tenants by their tokens, which may end with =", () => {
    const { tenants } = receivers({ PARAPET_TENANT_TOKENS: "abc=acme, c2VjcmV0==globex" });
    expect(["abc", "c2VjcmV0=", "acme", "", null].map(tenants.tenantOf)).toEqual(["acme", "globex", null, null, null]);
  });

  test.each([
    ["a pair without tenant", "hush-1=acme,hush-2", "pair 2 is not token=tenant"],
    ["an empty tenant", "hush-1=", "pair 1 is not token=tenant"],
    ["a token of two tenants", "hush-1=acme,hush-1=globex", "pair 2 repeats a token"],
    ["a tenant that is no name", "hush-1=a b", "pair 1 is not token=tenant"],
  ])("refuse %s without showing the token", (_label, tokens, fault) => {
    const load = (): unknown => receivers({ PARAPET_TENANT_TOKENS: tokens });
    expect(load).toThrow(`PARAPET_TENANT_TOKENS: ${fault}`);
    expect(load).not.toThrow(/hush/);
  });

  test.each([
    [{ PARAPET_TLS_CERT: "pem" }, "PARAPET_TLS_KEY"],
    [{ PARAPET_TLS_CA: "pem" }, "PARAPET_TLS_CERT"],
    [{ PARAPET_MAX_REQUEST_BYTES: "0" }, "PARAPET_MAX_REQUEST_BYTES"],
    [{ PARAPET_OTLP_HTTP_PORT: "70000" }, "PARAPET_OTLP_HTTP_PORT"],
    [{ PARAPET_KAFKA_BROKERS: "" }, "PARAPET_KAFKA_BROKERS"],
  ])("refuse %j by name", (env, name) => expect(() => receivers(env)).toThrow(name));

  it("bound messages by the setting, else by what the log takes", () => {
    const bound = (env: Record<string, string>): unknown =>
      receiversOf(loadConfig(gatewaySettings, { ...brokers, ...env }), 16_000_000).limits.maxMessageBytes;
    expect([bound({}), bound({ PARAPET_MAX_MESSAGE_BYTES: "5000" })]).toEqual([16_000_000, 5_000]);
  });

  it("give both listeners the certificate", () => {
    const tls = { cert: "c", key: "k", ca: "a" };
    const { grpc, http } = receivers({ PARAPET_TLS_CERT: "c", PARAPET_TLS_KEY: "k", PARAPET_TLS_CA: "a" });
    expect([grpc.tls, http.tls]).toEqual([tls, tls]);
  });
});
