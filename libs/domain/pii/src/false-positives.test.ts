import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findPii } from "./find-pii.ts";

const root = join(import.meta.dirname, "../../../..");
/** Per 10,000 UTF-16 units, sample values in explanations included. */
const maxDensity = 0.5;

/** Findings per 10,000 units with default settings. */
function densityIn(patterns: readonly string[]): { readonly units: number; readonly density: number } {
  const files = globSync([...patterns], { cwd: root, exclude: (name) => /node_modules|\.test\.ts$/.test(name) });
  const texts = files.map((file) => readFileSync(join(root, file), "utf8"));
  const units = texts.reduce((sum, text) => sum + text.length, 0);
  const count = texts.reduce((sum, text) => sum + findPii(text).length, 0);
  return { units, density: (count / units) * 10_000 };
}

describe("with default settings, nearly nothing is found", () => {
  it.each([
    ["in prose: this repository's documents", ["*.md", "docs/**/*.md", "libs/*/*/README.md", "services/*/README.md"]],
    ["in code: this repository's sources", ["libs/adapters/*/src/**/*.ts", "services/*/src/**/*.ts"]],
  ])("%s", (_label, patterns) => {
    const { units, density } = densityIn(patterns);
    expect(units).toBeGreaterThan(200_000);
    expect(density).toBeLessThanOrEqual(maxDensity);
  });

  it.each([
    ["identifiers of records", '{"id": 1048656659, "parent": "322070381", "at": 1700000000123, "created": 1633972405}'],
    ["names of versions", "py27 or es2015, node v24.1.0, ISO 27001:2022, RFC 7231 section 4.3.1, US-ASCII, UTF-16"],
    ["hashes", "3f786850e387550fdab836ed7e6dc881de23001b 9b74c9897bac770ffc029102a200c5de"],
    ["identifiers of spans", "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7 550e8400-e29b-41d4-a716-446655440000"],
    ["years and books", "Berkeley (1685–1753), in office 1976-77)1979, ISBN 0713990619, ISBN-10: 0231130104"],
    ["limits of integers", "max = 2147483647; min = -2147483648; x >>> 0 <= 4294967295"],
    ["hosts and files", "see README.md, main.rs, node.js and console.info at registry.example.com on 2024-01-15"],
  ])("in %s nothing at all", (_label, text) => {
    expect(findPii(text).map(({ entity, start, end }) => `${entity}: ${text.slice(start, end)}`)).toEqual([]);
  });
});
