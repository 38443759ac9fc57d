import { createRequire } from "node:module";

import { kafkaAvailability, suiteName } from "@parapet/testkit";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { type KafkaBed, startKafkaBed } from "../testing/kafka-bed.ts";
import { patient, textOf } from "../testing/message.ts";
import { createRecorder } from "../testing/recorder.ts";
import { readMessages } from "./read-messages.ts";
import { requireFetchChecksums } from "./record-checksums.ts";

const absence = kafkaAvailability();

interface FetchResponse {
  decode: (payload: Buffer) => Promise<unknown>;
}

describe.skipIf(absence !== null)(suiteName("fetched records", absence), () => {
  const response: FetchResponse = createRequire(import.meta.url)("kafkajs/src/protocol/requests/fetch/v11/response");
  let bed: KafkaBed;
  beforeAll(async () => {
    bed = await startKafkaBed();
  });
  afterEach(() => bed.closeSources());
  afterAll(() => bed.stop());

  /** Lets every answer to a fetch pass through `change` as if it came so from the wire. */
  const tamper = (change: (payload: Buffer) => void): (() => void) => {
    const { decode } = response;
    response.decode = (payload) => {
      change(payload);
      return decode(payload);
    };
    return () => {
      response.decode = decode;
    };
  };

  it("are refused when any bit of them was turned, and read when none was", async () => {
    const topic = await bed.openTopic();
    await bed.send(topic, ["marker one", "marker two"]);
    const payloads: Buffer[] = [];
    const restore = tamper((payload) => payloads.push(Buffer.from(payload)));
    await readMessages(bed.connection, { topic, partition: 0, offsets: [0n] }, patient());
    restore();
    const payload = payloads.find((bytes) => bytes.includes("marker two")) ?? Buffer.alloc(0);
    expect(() => requireFetchChecksums(payload)).not.toThrow();
    const [first, last] = [payload.indexOf("marker one"), payload.indexOf("marker two") + "marker two".length];
    const place = fc.integer({ min: first, max: last - 1 });
    fc.assert(
      fc.property(place, fc.nat({ max: 7 }), (at, bit) => {
        const damaged = Buffer.from(payload);
        damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << bit), at);
        expect(() => requireFetchChecksums(damaged)).toThrow(expect.objectContaining({ code: "corrupt_batch" }));
      }),
    );
  });

  it("that were damaged on their way are fetched again, and stored as they were sent", async () => {
    const topic = await bed.openTopic();
    let isDamaged = false;
    const restore = tamper((payload) => {
      const at = payload.lastIndexOf("precious");
      if (isDamaged || at < 0) return;
      isDamaged = true;
      payload.write("spurious", at);
    });
    const recorder = createRecorder();
    await bed.openSource(topic).start(recorder.handler);
    await bed.send(topic, ["precious"]);
    await recorder.received(1);
    restore();
    expect(isDamaged).toBe(true);
    expect(recorder.messages().map(textOf)).toEqual(["precious"]);
  });
});
