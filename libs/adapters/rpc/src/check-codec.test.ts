import { severities } from "@parapet/detection";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { decodeAnswer, decodeQuestion, encodeAnswer, encodeQuestion } from "./check-codec.ts";
import { decisions, type CheckAnswer, type CheckQuestion } from "./check.ts";
import { CheckRequest, CheckResponse, Decision, DetectionStatus, Direction, Severity } from "./gen/parapet/v1/guard.ts";

const text = fc.string({ unit: "grapheme" });
const name = fc.string({ minLength: 1, unit: "grapheme-ascii" });
const offset = fc.nat();
const score = fc.double({ min: 0, max: 1, noNaN: true });

const questions: fc.Arbitrary<CheckQuestion> = fc.record(
  {
    text,
    direction: fc.constantFrom("input", "output"),
    context: name,
    language: name,
    detectors: fc.array(name, { minLength: 1 }),
    tenant: name,
  },
  { requiredKeys: ["text", "direction"] },
);

const findings = fc.record(
  {
    category: name,
    detector: name,
    entity: name,
    score,
    severity: fc.constantFrom(...severities),
    start: offset,
    end: offset,
  },
  { requiredKeys: ["category", "detector", "score", "severity", "start", "end"] },
);

const answers: fc.Arbitrary<CheckAnswer> = fc.record({
  decision: fc.constantFrom(...decisions),
  findings: fc.array(findings),
  scores: fc.dictionary(fc.constantFrom("injection", "toxicity", "hallucination"), score, { noNullPrototype: true }),
  detections: fc.array(
    fc.record({
      detector: name,
      modelVersion: name,
      status: fc.constantFrom("ran", "shed", "failed", "not_run"),
      reason: fc.string(),
      score: fc.option(score),
    }),
  ),
  redactedText: fc.option(text),
  safety: fc.option(score),
  policyVersion: name,
});

describe("a check on the wire", () => {
  it("keeps the question", () => {
    fc.assert(
      fc.property(questions, (question) => {
        const bytes = CheckRequest.encode(encodeQuestion(question)).finish();
        expect(decodeQuestion(CheckRequest.decode(bytes))).toEqual(question);
      }),
    );
  });

  it("keeps the answer, and tells an empty redacted text from none", () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const bytes = CheckResponse.encode(encodeAnswer(answer)).finish();
        expect(decodeAnswer(CheckResponse.decode(bytes))).toEqual(answer);
      }),
    );
  });

  it("reads a question without direction as input", () => {
    const request = {
      ...encodeQuestion({ text: "hi", direction: "output" }),
      direction: Direction.DIRECTION_UNSPECIFIED,
    };
    expect(decodeQuestion(request).direction).toBe("input");
  });

  it("refuses a direction that it does not know", () => {
    const request = { ...encodeQuestion({ text: "hi", direction: "output" }), direction: Direction.UNRECOGNIZED };
    expect(() => decodeQuestion(request)).toThrow(expect.objectContaining({ code: "invalid_argument" }));
  });

  it("reads what it does not know of an answer as the worst", () => {
    const response: CheckResponse = {
      decision: Decision.UNRECOGNIZED,
      findings: [
        { category: "pii", detector: "d", entity: "", score: 1, severity: Severity.UNRECOGNIZED, start: 0, end: 1 },
      ],
      scores: {},
      detections: [
        {
          detector: "d",
          modelVersion: "1",
          status: DetectionStatus.DETECTION_STATUS_UNSPECIFIED,
          reason: "",
          score: undefined,
        },
      ],
      redactedText: undefined,
      safety: undefined,
      policyVersion: "1",
    };
    expect(decodeAnswer(response)).toMatchObject({
      decision: "deny",
      findings: [{ severity: "critical" }],
      detections: [{ status: "failed" }],
    });
  });
});
