import { describe, expect, it } from "vitest";

import { DEFAULT_TENANT, type Message, TENANT_HEADER, tenantOf } from "./index.ts";

function messageOf(topic: string, headers: Message["headers"]): Message {
  return { topic, partition: 0, offset: 0n, timestampMs: 0, key: null, value: null, headers };
}

describe("the tenant of a message", () => {
  const topicTenants = new Map([["acme.spans", "acme"]]);

  it.each([
    { what: "the owner of the topic", topic: "acme.spans", headers: {}, tenant: "acme" },
    {
      what: "the owner of the topic, whatever a header claims",
      topic: "acme.spans",
      headers: { [TENANT_HEADER]: "other" },
      tenant: "acme",
    },
    {
      what: "the gateway's header on a shared topic",
      topic: "llm.spans",
      headers: { [TENANT_HEADER]: "other" },
      tenant: "other",
    },
    { what: "the default where nothing names one", topic: "llm.spans", headers: {}, tenant: DEFAULT_TENANT },
  ])("is $what", ({ topic, headers, tenant }) => {
    expect(tenantOf(messageOf(topic, headers), topicTenants)).toBe(tenant);
  });
});
