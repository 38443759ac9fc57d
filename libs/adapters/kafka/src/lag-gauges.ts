import type { PartitionLag } from "@parapet/delivery";
import type { Meter } from "@parapet/runtime";

/** Shows the lag of a group's member on `meter`, by topic and partition. `read` is to be cheap and to ask nobody. */
export function observeLag(meter: Meter, groupId: string, read: () => readonly PartitionLag[]): void {
  const messages = meter.createObservableGauge("parapet.consumer.lag.messages", {
    unit: "{message}",
    description: "messages of a partition that are not stored yet",
  });
  const seconds = meter.createObservableGauge("parapet.consumer.lag.seconds", {
    unit: "s",
    description: "age of the oldest message of a partition that is not stored yet",
  });
  const observed = [messages, seconds];
  meter.addBatchObservableCallback((result) => {
    for (const { topic, partition, ...lag } of read()) {
      const labels = { group: groupId, topic, partition };
      result.observe(messages, Number(lag.messages), labels);
      if (lag.seconds !== null) result.observe(seconds, lag.seconds, labels);
    }
  }, observed);
}
