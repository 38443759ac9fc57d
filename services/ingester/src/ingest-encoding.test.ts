import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import { defaultSensitivePolicy } from "@parapet/sensitive";
import { ingestEncoding, type EncodingSettings } from "./ingest-encoding.ts";

const folder = mkdtempSync(join(tmpdir(), "parapet-encoding-"));
afterAll(() => rmSync(folder, { recursive: true }));

function priceFile(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe("the name of how rows are made", () => {
  it("is another for each capture, for what is sensitive, and for other prices, wherever their files are", () => {
    const [one, same, other] = [priceFile("one", "1"), priceFile("same", "1"), priceFile("other", "2")];
    const sensitive = defaultSensitivePolicy;
    const full = { capture: { default: "full", rules: [] }, sensitive, priceFiles: [one] } as const;
    expect(ingestEncoding(full)).toMatch(/^[\w.-]{1,64}$/);
    expect(ingestEncoding({ ...full, priceFiles: [same] })).toBe(ingestEncoding(full));
    const names: readonly EncodingSettings[] = [
      full,
      { ...full, capture: { default: "none", rules: [] } },
      { ...full, capture: { default: "full", rules: [{ tenant: "acme", capture: "none" }] } },
      { ...full, sensitive: { ...sensitive, minScore: 0.5 } },
      { ...full, priceFiles: [other] },
      { ...full, priceFiles: [] },
    ];
    expect(new Set(names.map(ingestEncoding)).size).toBe(names.length);
  });
});
