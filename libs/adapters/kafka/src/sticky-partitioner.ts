import kafkajs, { type ICustomPartitioner, type Message as KafkaMessage } from "kafkajs";

/**
 * Partitions by key as the Java client does, and remembers the choice. When kafkajs repeats a send it asks again, and
 * would give a message without a key another partition, perhaps one whose part is done already: the message would be lost.
 */
export function createStickyPartitioner(chosen: WeakMap<KafkaMessage, number>): ICustomPartitioner {
  return () => {
    const partition = kafkajs.Partitioners.DefaultPartitioner();
    return (args) => {
      const choice = chosen.get(args.message) ?? partition(args);
      chosen.set(args.message, choice);
      return choice;
    };
  };
}
