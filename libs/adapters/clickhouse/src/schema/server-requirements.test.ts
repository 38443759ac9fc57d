import { silentLogger } from "@parapet/runtime";
import { createClickHouse } from "../clickhouse.ts";
import { startTestClickHouse, type TestClickHouse } from "../testing/index.ts";
import { startOldServer } from "../testing/start-old-server.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

import { migrate } from "./migrate.ts";
import { isSupportedVersion, minimumServer, requireServer } from "./server-requirements.ts";

describe("a version", () => {
  test.each([
    ["25.3.1.2703", true],
    ["25.3", true],
    ["26.7.2.1", true],
    ["100.1.1.1", true],
    ["25.2.9.9", false],
    ["24.12.1.1", false],
    ["9.8.1.1", false],
    ["", false],
    ["unknown", false],
    ["25", false],
  ])("%s is supported: %s", (version, expected) => {
    expect(isSupportedVersion(version)).toBe(expected);
  });

  test("is compared by its numbers, not by its letters", () => {
    const [major, minor] = minimumServer;
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), fc.nat(), (a, b, c) => {
        expect(isSupportedVersion(`${a}.${b}.${c}.1`)).toBe(a * 1_000 + b >= major * 1_000 + minor);
      }),
    );
  });
});

describe("a server", () => {
  let store: TestClickHouse;
  beforeAll(async () => {
    store = await startTestClickHouse({ withSchema: false });
  });
  afterAll(() => store.stop());

  /** The ingest user, with a profile of these settings. */
  const withSettings = (settings: Record<string, string | number>) => {
    const clickhouse = createClickHouse({ url: store.server.url, ...store.server.users.ingest, settings });
    onTestFinished(clickhouse.close);
    return clickhouse;
  };

  test("with its defaults is fine: what they leave open, each insert says for itself", async () => {
    await requireServer(store.ingest);
  });

  test("that is too old is refused before anything is changed, by a name and with what to do", async () => {
    const old = await startOldServer("22.8.21.38");
    onTestFinished(old.stop);
    const clickhouse = createClickHouse({ url: old.url, username: "migrate", password: "" });
    onTestFinished(clickhouse.close);
    await expect(migrate(clickhouse, { log: silentLogger })).rejects.toMatchObject({
      code: "unsupported_server",
      message: expect.stringMatching(/22\.8\.21\.38.*25\.3/) as string,
    });
  });

  test.each(["deduplicate_insert", "deduplicate_insert_select"])(
    "whose profile switches %s off is refused: that setting overrules what inserts say",
    async (name) => {
      await expect(requireServer(withSettings({ [name]: "disable" }))).rejects.toMatchObject({
        code: "unsupported_settings",
        message: expect.stringContaining(`${name} is disable`) as string,
      });
    },
  );

  test("whose profile fixes asynchronous inserts is refused", async () => {
    const clickhouse = withSettings({ readonly: 1 });
    await expect(requireServer(clickhouse)).rejects.toMatchObject({
      code: "unsupported_settings",
      message: expect.stringContaining("async_insert is fixed at 1") as string,
    });
  });
});
