import { connect, createServer, type Server, type Socket } from "node:net";

import { silentLogger } from "@parapet/runtime";
import kafkajs from "kafkajs";
import { afterEach, describe, expect, it } from "vitest";

import { createKafkaClient } from "./kafka-client.ts";
import { takeAnswersWhole } from "./whole-answers.ts";

describe("a connection", () => {
  const servers: Server[] = [];
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const server of servers.splice(0)) server.close();
  });

  /** Something on a port that answers whatever it is asked with the same bytes. */
  async function listenAndSay(bytes: Buffer): Promise<string> {
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on("data", () => void socket.write(bytes));
      socket.on("error", () => undefined);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new TypeError("the server has no port");
    return `127.0.0.1:${address.port}`;
  }

  const answers: readonly (readonly [name: string, bytes: Buffer])[] = [
    ["in HTTP", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")],
    ["with a TLS alert", Buffer.from("15030300020246", "hex")],
    ["with nothing of the size that it tells", Buffer.alloc(64)],
    ["with a size too short for an answer", Buffer.from("00000002aabb", "hex")],
    ["with a size below nothing", Buffer.from("fffffff000112233445566778899", "hex")],
  ];
  it.each(answers)("to what answers %s fails soon and by name, and takes nothing else with it", async (_, bytes) => {
    const brokers = [await listenAndSay(bytes)];
    const admin = createKafkaClient({ brokers, clientId: "test", log: silentLogger }).admin();
    await expect(admin.connect()).rejects.toThrow("speak Kafka's protocol");
    await admin.disconnect();
  });

  it.each(answers.slice(-2))(
    "that hands over pieces, as under TLS, fails by itself too when answered %s",
    async (_, bytes) => {
      takeAnswersWhole();
      const brokers = [await listenAndSay(bytes)];
      const logLevel = kafkajs.logLevel.NOTHING;
      const socketFactory: kafkajs.ISocketFactory = ({ host, port, onConnect }) => connect({ host, port }, onConnect);
      const retry = { retries: 0 };
      const admin = new kafkajs.Kafka({ brokers, socketFactory, logLevel, retry }).admin();
      await expect(admin.connect()).rejects.toThrow("speak Kafka's protocol");
      await admin.disconnect();
    },
  );
});
