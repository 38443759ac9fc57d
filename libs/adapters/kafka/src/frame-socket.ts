import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

import { ParapetError } from "@parapet/runtime";
import type { ISocketFactory } from "kafkajs";

import { FrameAssembler } from "./frame-assembler.ts";

const KEEP_ALIVE_DELAY_MS = 60_000;
/** What one read takes from the system at most. */
const READ_BYTES = 256 * 1024;

/**
 * Sockets for kafkajs that hand over one whole answer at a time. By itself it would be handed each read in a buffer of
 * its own and copy them together: the collector then runs for the garbage of every few megabytes, which took a third of
 * the processor when large messages were read.
 */
export const frameSocket: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const socket = ssl
    ? connectTls({ host, port, ...serverName(host), ...ssl }, onConnect)
    : connectPlain(host, port, onConnect);
  socket.setKeepAlive(true, KEEP_ALIVE_DELAY_MS);
  return socket;
};

function serverName(host: string): { readonly servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {};
}

/**
 * Every read goes into one buffer, which is used again for the next. What is not Kafka's protocol ends the connection:
 * kafkajs would throw where nobody catches it, or wait for the rest of gigabytes.
 */
function connectPlain(host: string, port: number, onConnect: () => void): Socket {
  const assembler = new FrameAssembler((frame) => void socket.emit("data", frame));
  const callback = (bytes: number, buffer: Uint8Array): boolean => {
    if (assembler.push(Buffer.from(buffer.buffer, buffer.byteOffset, bytes))) return true;
    const reason = `what listens on ${host}:${port} does not speak Kafka's protocol in clear; check the port, and whether it wants TLS`;
    socket.destroy(new ParapetError("not_kafka", reason));
    return false;
  };
  const socket: Socket = connect(
    { host, port, onread: { buffer: Buffer.allocUnsafeSlow(READ_BYTES), callback } },
    onConnect,
  );
  return socket;
}
