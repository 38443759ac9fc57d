import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { clickhouseAvailability } from "@parapet/clickhouse/testing";
import { silentLogger } from "@parapet/runtime";
import { suiteName } from "@parapet/testkit";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { openStore, type OpenStore } from "./open-store.ts";

const missing = clickhouseAvailability(process.env);

describe.skipIf(missing !== null)(suiteName("the store of an all-in-one", missing), () => {
  const dataFolder = mkdtempSync(join(tmpdir(), "parapet-store-"));
  afterAll(() => rmSync(dataFolder, { recursive: true, maxRetries: 5 }));

  const open = (fresh: boolean): Promise<OpenStore> => openStore({ env: {}, dataFolder, fresh, log: silentLogger });
  const migrations = async ({ read }: OpenStore): Promise<unknown> =>
    read.query("SELECT min(applied_at) AS at FROM migrations", {}, z.object({ at: z.string() }));

  it("keeps what it has stored over a restart, and begins anew only when told to, and never under a running one", async () => {
    const first = await open(false);
    const applied = await migrations(first);
    await expect(open(true), "a second one on the folder").rejects.toMatchObject({ code: "folder_in_use" });
    expect(await migrations(first)).toEqual(applied);
    await first.stop();

    const second = await open(false);
    expect(await migrations(second)).toEqual(applied);
    await second.stop();

    const third = await open(true);
    expect(await migrations(third)).not.toEqual(applied);
    await third.stop();
  });
});
