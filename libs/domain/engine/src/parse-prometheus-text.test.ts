import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { parsePrometheusText } from "./parse-prometheus-text.ts";

function parseOne(line: string): { value: number | undefined; labels: Record<string, string>; badLines: number } {
  const { samples, badLines } = parsePrometheusText(line);
  return { value: samples[0]?.value, labels: Object.fromEntries(samples[0]?.labels ?? []), badLines };
}

describe("parsePrometheusText reads what exporters really print", () => {
  it.each([
    ["no labels", "up 1", 1, {}],
    ["empty braces", "up{} 1", 1, {}],
    ["a blank after a label comma", 'gpu{gpu="0", UUID="GPU-1"} 139', 139, { gpu: "0", UUID: "GPU-1" }],
    ["a comma before the brace", 'up{a="1",} 2', 2, { a: "1" }],
    ["blanks around everything", 'up { a = "1" , b = "2" }  3', 3, { a: "1", b: "2" }],
    ["escapes in a label", String.raw`up{a="q\"b\\n\n"} 1`, 1, { a: 'q"b\\n\n' }],
    ["an escaped backslash before the quote", String.raw`up{a="c:\\",b="x"} 1`, 1, { a: "c:\\", b: "x" }],
    ["an unknown escape, which stands for itself", String.raw`up{a="\d"} 1`, 1, { a: String.raw`\d` }],
    ["braces, commas and hashes in a label", 'up{a="}, # {b=1}"} 1', 1, { a: "}, # {b=1}" }],
    ["an empty label", 'up{a=""} 1', 1, { a: "" }],
    ["a label named __proto__", 'up{__proto__="x"} 1', 1, { ["__proto__"]: "x" }],
    ["an exponent", "up 6.634254336e+09", 6_634_254_336, {}],
    ["no digit before the point", "up .5", 0.5, {}],
    ["plus infinity", "up +Inf", Number.POSITIVE_INFINITY, {}],
    ["minus infinity", "up -inf", Number.NEGATIVE_INFINITY, {}],
    ["NaN", "up NaN", Number.NaN, {}],
    ["NaN as C prints it", "up -nan", Number.NaN, {}],
    ["NaN as Windows prints it", "up -nan(ind)", Number.NaN, {}],
    ["a carriage return", "up 1\r", 1, {}],
    ["a timestamp in milliseconds", "up 1 1700000000000", 1, {}],
  ])("%s", (_label, line, value, labels) => {
    expect(parseOne(line)).toEqual({ value, labels, badLines: 0 });
  });

  it("keeps help, type and unit of a family, with or without a text", () => {
    const { families, badLines } = parsePrometheusText(
      "# HELP a Line\\none.\n# TYPE a counter\n# UNIT a seconds\n# HELP b\n# HELP c \n# TYPE b gauge\n# a remark\n",
    );
    expect(badLines).toBe(0);
    expect(families.get("a")).toEqual({ name: "a", type: "counter", help: "Line\none.", unit: "seconds" });
    expect(families.get("b")).toEqual({ name: "b", type: "gauge", help: "", unit: "" });
  });

  it.each([
    ["milliseconds, as the text format has them", "up 1 1700000000123", 1_700_000_000_123],
    ["seconds, as OpenMetrics has them", "up 1 1700000000.5", 1_700_000_000_500],
    ["none", "up 1", null],
  ])("reads a time in %s", (_label, line, timestampMs) => {
    expect(parsePrometheusText(line).samples[0]?.timestampMs).toBe(timestampMs);
  });

  it("keeps an exemplar apart from value and time", () => {
    const [sample] = parsePrometheusText('b_bucket{le="1"} 17 1700000000.5 # {trace_id="ab"} 0.67 1700000000').samples;
    expect(sample).toMatchObject({ value: 17, timestampMs: 1_700_000_000_500 });
    expect(sample?.exemplar?.labels.get("trace_id")).toBe("ab");
    expect(sample?.exemplar).toMatchObject({ value: 0.67, timestampMs: 1_700_000_000_000 });
  });

  it("reads nothing after # EOF", () => {
    expect(parsePrometheusText("a 1\n# EOF\nb 2\n")).toMatchObject({ samples: [{ name: "a" }], isTruncated: false });
  });

  it("keeps each line of summaries and histograms", () => {
    const { samples } = parsePrometheusText(
      's{quantile="0.5"} 1\ns_sum 2\ns_count 3\nh_bucket{le="+Inf"} 4\nh_created 5',
    );
    expect(samples.map(({ name }) => name)).toEqual(["s", "s_sum", "s_count", "h_bucket", "h_created"]);
  });
});

describe("parsePrometheusText counts a bad line and reads the rest", () => {
  it.each([
    ["no value", "up"],
    ["an open brace", 'up{a="1" 2'],
    ["an open quote", 'up{a="1} 2'],
    ["a label without quotes", "up{a=1} 2"],
    ["no comma between labels", 'up{a="1" b="2"} 2'],
    ["a word for a number", "up one"],
    ["a hexadecimal number", "up 0x10"],
    ["a name that begins with a digit", "9up 1"],
    ["too many numbers", "up 1 2 3"],
    ["a broken exemplar", "up 1 # {a=} 1"],
    ["a page of HTML", "<html><body>502</body></html>"],
  ])("%s", (_label, line) => {
    const { samples, badLines } = parsePrometheusText(`before 1\n${line}\nafter 2\n`);
    expect({ names: samples.map(({ name }) => name), badLines }).toEqual({ names: ["before", "after"], badLines: 1 });
  });
});

describe("parsePrometheusText stays within its limits", () => {
  it("stops at the last whole line within maxBytes, so that no number is cut in two", () => {
    const parsed = parsePrometheusText("a 1\nb 123456\n", { maxBytes: 8, maxSamples: 10 });
    expect(parsed).toMatchObject({ samples: [{ name: "a" }], badLines: 0, isTruncated: true });
  });

  it("stops at maxSamples", () => {
    const parsed = parsePrometheusText("a 1\nb 2\nc 3\n", { maxBytes: 100, maxSamples: 2 });
    expect(parsed).toMatchObject({ samples: [{ name: "a" }, { name: "b" }], isTruncated: true });
  });

  it("reads a comment in time in proportion to its length, whatever ends it", () => {
    const startedMs = performance.now();
    const help = `${" ".repeat(300_000)}\u2028x`;
    expect(parsePrometheusText(`# HELP a ${help}\n`).families.get("a")?.help).toBe("\u2028x");
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  it("is whole when the limits are met exactly", () => {
    expect(parsePrometheusText("a 1\nb 2\n", { maxBytes: 8, maxSamples: 2 }).isTruncated).toBe(false);
  });
});

describe("parsePrometheusText as a property", () => {
  it("never throws, and accounts for every line that is no comment", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary-ascii", maxLength: 200 }), (text) => {
        const { samples, badLines } = parsePrometheusText(text);
        const lines = text.split("\n").map((line) => line.trim());
        const end = lines.indexOf("# EOF");
        const facts = lines
          .slice(0, end === -1 ? undefined : end)
          .filter((line) => line !== "" && !line.startsWith("#"));
        expect(samples.length + badLines).toBe(facts.length);
      }),
    );
  });

  it("reads back any labels and any number that a client would print", () => {
    const name = fc.stringMatching(/^[a-zA-Z_]\w{0,9}$/);
    const labels = fc.dictionary(name, fc.string({ unit: "grapheme", maxLength: 20 }), { maxKeys: 5 });
    fc.assert(
      fc.property(name, labels, fc.double({ noNaN: true }), (metric, labels, value) => {
        const escape = (text: string): string =>
          text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
        const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escape(text)}"`);
        const line = `${metric}{${pairs.join(",")}} ${value}`;
        fc.pre(!/\r/.test(line));
        const [sample] = parsePrometheusText(line).samples;
        expect(sample?.labels).toEqual(new Map(Object.entries(labels)));
        expect(sample?.value).toBe(Object.is(value, -0) ? 0 : value);
      }),
    );
  });
});

const folder = fixturesFolder();

describe.skipIf(folder === null)(suiteName("real payloads", fixturesAvailability()), () => {
  const files = folder === null ? [] : globSync("metrics/*/*", { cwd: folder }).sort();

  it("are there", () => {
    expect(files.length).toBeGreaterThanOrEqual(30);
  });

  it.each(files)("%s parses without a bad line", (file) => {
    const text = readFileSync(join(folder ?? "", file), "utf8");
    const parsed = parsePrometheusText(text);
    const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
    expect(parsed).toMatchObject({ badLines: 0, isTruncated: false });
    expect(parsed.samples).toHaveLength(lines.length);
  });
});
