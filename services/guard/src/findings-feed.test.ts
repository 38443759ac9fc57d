import type { FindingRow } from "@parapet/clickhouse";
import type { OutgoingMessage, Producer } from "@parapet/delivery";
import { expect, test } from "vitest";

import { createFindingsFeed } from "./findings-feed.ts";

const finding: FindingRow = {
  topic: "llm.spans",
  partition: 3,
  offset: "17",
  idx: 0,
  tenant: "acme",
  trace_id: "a".repeat(32),
  span_id: "b".repeat(16),
  start_time: "2026-03-01 10:00:00.000000000",
  category: "injection",
  detector: "injection",
  entity: "",
  severity: "high",
  score: 0.9,
  location: "input_messages.2.parts.0",
  start: 5,
  end: 60,
  fingerprint: "",
  decision: "deny",
  service_name: "shop",
  request_model: "gpt-4o",
};

async function told(findings: readonly FindingRow[], streamId = "one"): Promise<readonly OutgoingMessage[]> {
  const sent: OutgoingMessage[] = [];
  const producer: Producer = {
    send: async (messages) => void sent.push(...messages),
    stop: async () => undefined,
  };
  await createFindingsFeed(producer).publish(findings, { streamId, signal: new AbortController().signal });
  return sent;
}

const valueOf = ({ value }: OutgoingMessage): Record<string, unknown> =>
  JSON.parse(new TextDecoder().decode(value ?? undefined));

test("a finding is told with its place and its tenant, keyed by its trace", async () => {
  const [message] = await told([finding]);
  if (message === undefined) throw new Error("nothing was sent");
  expect(new TextDecoder().decode(message.key ?? undefined)).toBe(finding.trace_id);
  expect(message.headers).toEqual({ "parapet-tenant": "acme" });
  const { id, ...rest } = valueOf(message);
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(rest).toMatchObject({
    category: "injection",
    location: "input_messages.2.parts.0",
    score: 0.9,
    decision: "deny",
  });
  expect(Object.keys(rest)).not.toContain("offset");
});

test("the same finding has the same id again, and another one has another", async () => {
  const ids = (await told([finding, { ...finding, start: 6 }, { ...finding, offset: "18" }, finding])).map(
    (message) => valueOf(message)["id"],
  );
  expect(ids[3]).toBe(ids[0]);
  expect(new Set(ids).size).toBe(3);
  const [anew] = await told([finding], "of a topic that was created anew");
  expect(anew === undefined ? "" : valueOf(anew)["id"]).not.toBe(ids[0]);
});
