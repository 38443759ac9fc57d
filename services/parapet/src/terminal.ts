import type { Readable, Writable } from "node:stream";

import type { Environment } from "@parapet/runtime";

/** What a command may touch of the process; given by `main.ts`. Answers go to `stdout`, everything else to `stderr`. */
export interface Terminal {
  readonly env: Environment;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Sets the code with which the process ends once the command is done. */
  readonly setExitCode: (code: number) => void;
}

/** Writes one line and waits while the reader is behind. */
export async function writeLine(stream: Writable, line: string): Promise<void> {
  if (stream.write(`${line}\n`)) return;
  await new Promise<void>((resolve) => {
    stream.once("drain", resolve);
  });
}
