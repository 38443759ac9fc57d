import { sampleSpan } from "./testing/index.ts";
import { describe, expect, test } from "vitest";

import { toSpanContentRow, toSpanRow } from "./span-row.ts";
import { spanContent } from "./tables/span-content.ts";
import { spans } from "./tables/spans.ts";

const coordinates = { topic: "llm.spans", partition: 0, offset: "5", idx: 1 };

describe("rows of a span", () => {
  test("spans takes facts and measures, and none of the text", () => {
    const row = toSpanRow(sampleSpan(), coordinates, 4);
    expect(Object.keys(row).sort()).toEqual(Object.keys(spans.columns).sort());
    expect(row).toMatchObject({
      ...coordinates,
      redaction_count: 4,
      input_words: 2,
      input_sentiment: 0.5,
      output_words: null,
    });
    expect(JSON.stringify(row)).not.toContain("Hello there!");
  });

  test("span_content takes the text, messages as JSON", () => {
    const span = sampleSpan();
    const row = toSpanContentRow(span, coordinates);
    expect(Object.keys(row).sort()).toEqual(Object.keys(spanContent.columns).sort());
    expect(JSON.parse(row.input_messages)).toEqual(span.input_messages);
    expect(JSON.parse(row.output_messages)).toEqual(span.output_messages);
  });
});
