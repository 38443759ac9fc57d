import { ParapetError } from "@parapet/runtime";
import kafkajs from "kafkajs";
import { describe, expect, it } from "vitest";

import { kafkaErrorCode } from "./kafka-error.ts";

const refusal = new kafkajs.KafkaJSProtocolError(
  Object.assign(new Error("not authorised"), { type: "TOPIC_AUTHORIZATION_FAILED" }),
);

function wrapped(cause: Error, times: number): Error {
  if (times === 0) return cause;
  return wrapped(Object.assign(new kafkajs.KafkaJSNonRetriableError(cause), { cause }), times - 1);
}

describe("the code of an error of kafkajs", () => {
  it.each([
    { what: "what the broker said", error: refusal, code: "TOPIC_AUTHORIZATION_FAILED" },
    {
      what: "what the broker said, under the wrappers of retries",
      error: wrapped(refusal, 3),
      code: "TOPIC_AUTHORIZATION_FAILED",
    },
    {
      what: "our own, under the wrappers",
      error: wrapped(new ParapetError("corrupt_batch", "x"), 2),
      code: "corrupt_batch",
    },
    {
      what: "Node's, under the wrappers",
      error: wrapped(Object.assign(new Error("x"), { code: "ECONNREFUSED" }), 2),
      code: "ECONNREFUSED",
    },
    {
      what: "kafkajs's, where nothing is beneath",
      error: new kafkajs.KafkaJSNonRetriableError("x"),
      code: "KafkaJSNonRetriableError",
    },
    { what: "unknown for what is no error", error: "x", code: "unknown" },
  ])("is $what", ({ error, code }) => {
    expect(kafkaErrorCode(error)).toBe(code);
  });

  it("is found though the causes are a circle", () => {
    const error = new Error("a circle");
    error.cause = error;
    expect(kafkaErrorCode(error)).toBe("Error");
  });
});
