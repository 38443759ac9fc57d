import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import { describe, expect, test } from "vitest";
import { decodeTraceRequestJson } from "../otlp/decode-trace-request-json.ts";
import { encodeTraceRequest } from "../otlp/encode-trace-request.ts";
import { judgeMessage } from "../testing/fuzz/judge-message.ts";
import { SpanBatchDecoder } from "./span-batch-decoder.ts";

interface Corpus {
  readonly cases: readonly { readonly name: string; readonly calls: readonly object[] }[];
}

const folder = fixturesFolder();

describe.skipIf(folder === null)(suiteName("columns of real SDKs' requests", fixturesAvailability()), () => {
  const text =
    folder === null ? '{"cases":[]}' : readFileSync(join(folder, "spans/langfuse-mapping-cases.json"), "utf8");
  const { cases }: Corpus = JSON.parse(text);
  const decoders = [new SpanBatchDecoder(), new SpanBatchDecoder({ content: true })];

  test.each(cases.map(({ name, calls }, at): [string, readonly object[]] => [`${at} ${name}`, calls]))(
    "%s: equal those of the object path",
    (_, calls) => {
      for (const call of calls) {
        const decoded = decodeTraceRequestJson(call);
        const bytes = decoded.kind === "ok" ? encodeTraceRequest(decoded.value.spans) : new Uint8Array();
        expect(judgeMessage(bytes, ...decoders)).toBeNull();
      }
    },
  );
});
