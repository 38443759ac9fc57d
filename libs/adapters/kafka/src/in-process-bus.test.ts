import { insertToken, type Message, type MessageRange, type RangeHandler } from "@parapet/delivery";
import { silentLogger, systemClock } from "@parapet/runtime";
import { describe, expect, it } from "vitest";

import { patient, textMessage, textOf } from "../testing/message.ts";
import { createGate, createRecorder } from "../testing/recorder.ts";
import { type BusOptions, createInProcessBus, type InProcessBus } from "./in-process-bus.ts";
import { messageBytes } from "./message-bytes.ts";

const MESSAGE_BYTES = messageBytes(textMessage("x"));

function openBus(options: Partial<BusOptions> = {}): InProcessBus {
  const range = { maxMessages: 100, maxBytes: 1_000_000, maxWaitMs: 5 };
  const bounds = { maxQueuedBytes: 1_000_000, stopTimeoutMs: 100, backOff: { initialMs: 1, maxMs: 2 } };
  return createInProcessBus({
    topic: "llm.spans",
    streamId: "start-1",
    range,
    ...bounds,
    log: silentLogger,
    clock: systemClock,
    ...options,
  });
}

const ignore: RangeHandler = () => Promise.resolve();

describe("the in-process bus", () => {
  it("confirms a send only when every durable group has stored it", async () => {
    const bus = openBus();
    const gates = [createGate(), createGate()];
    for (const [index, gate] of gates.entries())
      await bus.source(`group ${index}`, { durable: true }).start(() => gate.opened);
    let isConfirmed = false;
    const sending = bus
      .producer()
      .send([textMessage("a")], patient())
      .then(() => (isConfirmed = true));
    gates[0]?.open();
    await new Promise(setImmediate);
    expect(isConfirmed).toBe(false);
    gates[1]?.open();
    await sending;
  });

  it("does not wait for a group that is not durable, nor lets it hold back the others", async () => {
    const bus = openBus();
    await bus.source("ingester", { durable: true }).start(ignore);
    await bus.source("guard", { durable: false }).start(() => new Promise(() => undefined));
    await bus.producer().send([textMessage("a")], patient());
    await bus.producer().send([textMessage("b")], patient());
  });

  it("sheds what a group that is not durable cannot hold, and says what", async () => {
    const bus = openBus({ maxQueuedBytes: 2 * MESSAGE_BYTES });
    const shed: Message[] = [];
    const gate = createGate();
    const guard = createRecorder(() => gate.opened);
    await bus.source("ingester", { durable: true }).start(ignore);
    await bus.source("guard", { durable: false, onShed: (messages) => shed.push(...messages) }).start(guard.handler);
    for (const value of ["a", "b", "c", "d"]) await bus.producer().send([textMessage(value)], patient());
    gate.open();
    await guard.received(2);
    expect(guard.messages().map(textOf)).toEqual(["a", "b"]);
    expect(shed.map(textOf)).toEqual(["c", "d"]);
  });

  it("refuses at its deadline a send for which there is no room, and takes it later", async () => {
    const bus = openBus({ maxQueuedBytes: 2 * MESSAGE_BYTES });
    const gate = createGate();
    const recorder = createRecorder(() => gate.opened);
    await bus.source("ingester", { durable: true }).start(recorder.handler);
    const producer = bus.producer();
    const first = producer.send([textMessage("a"), textMessage("b")], patient());
    await expect(producer.send([textMessage("c")], AbortSignal.timeout(20))).rejects.toMatchObject({
      code: "bus_full",
    });
    gate.open();
    await first;
    await producer.send([textMessage("c")], patient());
    expect(recorder.messages().map(textOf)).toEqual(["a", "b", "c"]);
  });

  it("lets senders in by order of arrival, however small", async () => {
    const bus = openBus({ maxQueuedBytes: 3 * MESSAGE_BYTES });
    const gate = createGate();
    const recorder = createRecorder(() => gate.opened);
    await bus.source("ingester", { durable: true }).start(recorder.handler);
    const producer = bus.producer();
    const send = (values: string): Promise<void> =>
      producer.send(
        values.split("").map((value) => textMessage(value)),
        patient(),
      );
    const sends = [send("ab"), send("cde"), send("f")];
    gate.open();
    await Promise.all(sends);
    expect(recorder.messages().map(textOf).join("")).toBe("abcdef");
  });

  it("takes a single send larger than its bound when it is empty", async () => {
    const bus = openBus({ maxQueuedBytes: 10 });
    const recorder = createRecorder();
    await bus.source("ingester", { durable: true }).start(recorder.handler);
    await bus.producer().send([textMessage("larger than ten bytes")], patient());
    expect(recorder.messages()).toHaveLength(1);
  });

  it("stores what was let in even though its sender gave up waiting", async () => {
    const bus = openBus();
    const gate = createGate();
    const recorder = createRecorder(() => gate.opened);
    await bus.source("ingester", { durable: true }).start(recorder.handler);
    await expect(bus.producer().send([textMessage("a")], AbortSignal.timeout(20))).rejects.toMatchObject({
      code: "not_confirmed",
    });
    gate.open();
    await recorder.received(1);
  });

  it("refuses a send that nobody would store", async () => {
    const bus = openBus();
    bus.source("guard", { durable: false });
    await expect(bus.producer().send([textMessage("a")], patient())).rejects.toMatchObject({ code: "bus_unread" });
  });

  it("keeps for a group that starts later what was sent before", async () => {
    const bus = openBus();
    const source = bus.source("ingester", { durable: true });
    const sending = bus.producer().send([textMessage("early")], patient());
    const recorder = createRecorder();
    await source.start(recorder.handler);
    await sending;
    expect(recorder.messages().map(textOf)).toEqual(["early"]);
  });

  it("stores at a stop all it holds, without waiting for ranges to fill", async () => {
    const bus = openBus({ range: { maxMessages: 100, maxBytes: 1_000_000, maxWaitMs: 60_000 }, stopTimeoutMs: 5_000 });
    const recorder = createRecorder();
    const source = bus.source("ingester", { durable: true });
    await source.start(recorder.handler);
    const sends = ["a", "b"].map((value) => bus.producer().send([textMessage(value)], patient()));
    await source.stop();
    await Promise.all(sends);
    expect(recorder.messages().map(textOf)).toEqual(["a", "b"]);
    await expect(bus.producer().send([textMessage("late")], patient())).rejects.toMatchObject({ code: "bus_stopped" });
  });

  it("gives no group what is sent after a stop, for it will be sent again", async () => {
    const bus = openBus();
    const ingester = bus.source("ingester", { durable: true });
    await ingester.start(ignore);
    const guard = bus.source("guard", { durable: false });
    await ingester.stop();
    await expect(bus.producer().send([textMessage("late")], patient())).rejects.toMatchObject({ code: "bus_stopped" });
    expect(await guard.lag()).toMatchObject([{ messages: 0n }]);
  });

  it("lets in who stood behind a sender that gave up", async () => {
    const bus = openBus({ maxQueuedBytes: 3 * MESSAGE_BYTES });
    const gate = createGate();
    const recorder = createRecorder(() => gate.opened);
    const source = bus.source("ingester", { durable: true });
    await source.start(recorder.handler);
    const [first, behind] = [textMessage("a"), textMessage("c")];
    const tooLarge = [textMessage("b"), textMessage("b"), textMessage("b")];
    const sends = [bus.producer().send([first], patient())];
    const refused = bus.producer().send(tooLarge, AbortSignal.timeout(20));
    sends.push(bus.producer().send([behind], patient()));
    await expect(refused).rejects.toMatchObject({ code: "bus_full" });
    expect(await source.lag()).toMatchObject([{ messages: 2n }]);
    gate.open();
    await Promise.all(sends);
  });

  it("tells senders whose messages a stop could not store", async () => {
    const bus = openBus();
    const source = bus.source("ingester", { durable: true });
    await source.start(() => new Promise(() => undefined));
    const sending = expect(bus.producer().send([textMessage("a")], patient())).rejects.toMatchObject({
      code: "bus_stopped",
    });
    await source.stop();
    await sending;
  });

  it("sheds at a stop what a group that is not durable still holds", async () => {
    const bus = openBus();
    const shed: Message[] = [];
    await bus.source("ingester", { durable: true }).start(ignore);
    const guard = bus.source("guard", { durable: false, onShed: (messages) => shed.push(...messages) });
    await bus.producer().send([textMessage("a")], patient());
    await guard.stop();
    expect(shed.map(textOf)).toEqual(["a"]);
  });

  it("names its start in every token, for offsets begin at 0 at each", async () => {
    const ranges: MessageRange[] = [];
    for (const streamId of ["start-1", "start-2"]) {
      const bus = openBus({ streamId });
      await bus.source("ingester", { durable: true }).start(async (range) => void ranges.push(range));
      await bus.producer().send([textMessage("a")], patient());
    }
    expect(ranges.map(insertToken)).toEqual(["start-1:llm.spans:0:0-0@ingester", "start-2:llm.spans:0:0-0@ingester"]);
  });

  it("gives each group tokens of its own, for two may write into one table", async () => {
    const tokens: string[] = [];
    const bus = openBus();
    await bus.source("ingester", { durable: true }).start(async (range) => void tokens.push(insertToken(range)));
    await bus.source("guard", { durable: false }).start(async (range) => void tokens.push(insertToken(range)));
    await bus.producer().send([textMessage("a")], patient());
    await expect.poll(() => new Set(tokens).size).toBe(2);
  });
});
