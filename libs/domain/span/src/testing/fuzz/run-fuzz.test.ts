import { seededRandom } from "@parapet/random";
import { expect, test } from "vitest";

import { hostileMessage } from "./hostile-message.ts";
import { runFuzz } from "./run-fuzz.ts";

test("a seed makes the same message again", () => {
  expect(hostileMessage(seededRandom(7))).toEqual(hostileMessage(seededRandom(7)));
});

test("hostile messages get a bounded, consistent answer from every reader", () => {
  const { failures } = runFuzz(
    1,
    (messages) => messages >= 600,
    () => performance.now(),
  );
  expect(failures).toEqual([]);
});
