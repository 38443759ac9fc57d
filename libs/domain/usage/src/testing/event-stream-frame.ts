/** One frame of an AWS event stream around a payload, with a header as Bedrock sends it and checksums left empty. */
export function eventStreamFrame(payload: string): Uint8Array {
  const name = Buffer.from(":event-type");
  const value = Buffer.from("chunk");
  const header = Buffer.concat([Buffer.from([name.length]), name, Buffer.from([7, 0, value.length]), value]);
  const body = Buffer.from(payload);
  const prelude = Buffer.alloc(12);
  prelude.writeUInt32BE(12 + header.length + body.length + 4, 0);
  prelude.writeUInt32BE(header.length, 4);
  return Buffer.concat([prelude, header, body, Buffer.alloc(4)]);
}
