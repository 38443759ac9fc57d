import { describe, expect, it } from "vitest";
import { categories, taxonomy } from "./index.ts";

describe("taxonomy", () => {
  it.each(categories)("names %s in the form of each catalogue", (category) => {
    const { owasp2025, owasp2026, atlas } = taxonomy[category];
    for (const id of owasp2025) expect(id).toMatch(/^LLM(0[1-9]|10):2025$/);
    for (const id of owasp2026) expect(id).toMatch(/^LLM(0[1-9]|10):2026$/);
    for (const id of atlas) expect(id).toMatch(/^AML\.T\d{4}(\.\d{3})?$/);
    expect(atlas.length).toBeGreaterThan(0);
  });
});
