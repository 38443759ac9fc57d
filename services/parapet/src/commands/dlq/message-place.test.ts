import fc from "fast-check";
import { expect, it } from "vitest";

import { formatMessagePlace, parseMessagePlace } from "./message-place.ts";

it("a place of a message is read as it is printed", () => {
  const topic = fc.stringMatching(/^[\w.-]{1,249}$/);
  const place = fc.record({
    topic,
    partition: fc.nat(999_999_999),
    offset: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  });
  fc.assert(
    fc.property(place, (each) => {
      expect(parseMessagePlace(formatMessagePlace(each))).toEqual(each);
    }),
  );
});

it("the place of a span in a message stands for the message", () => {
  expect(parseMessagePlace("llm.spans/3/17/-1")).toEqual({ topic: "llm.spans", partition: 3, offset: 17n });
});

it.each(["", "llm.spans", "llm.spans/0", "llm.spans/zero/1", "llm.spans/0/-1", "a/b/0/1", "llm spans/0/1"])(
  "%j is no place",
  (text) => expect(() => parseMessagePlace(text)).toThrow(/topic\/partition\/offset/),
);
