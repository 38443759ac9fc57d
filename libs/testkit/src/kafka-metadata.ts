import { connect } from "node:net";

/** A Metadata request, version 1, correlation id 7, client `t`, for no topic: the smallest question a broker answers. */
const request = Buffer.from("0000000f 0003 0001 00000007 0001 74 00000000".replaceAll(" ", ""), "hex");

/** How many brokers the one at `port` knows of; 0 when it does not answer. */
export async function countKafkaBrokers(port: number): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    let answer = Buffer.alloc(0);
    const finish = (count: number): void => {
      socket.destroy();
      resolve(count);
    };
    socket.setTimeout(1_000, () => finish(0));
    socket.on("error", () => finish(0));
    socket.on("close", () => finish(0));
    socket.on("connect", () => socket.write(request));
    socket.on("data", (data) => {
      answer = Buffer.concat([answer, data]);
      if (answer.length >= 12) finish(answer.readInt32BE(8)); // After the length and the correlation id.
    });
  });
}
