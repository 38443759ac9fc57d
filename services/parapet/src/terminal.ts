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

/** Nobody reads the answers any more: a reader such as `head` has seen enough. Ends a command, and is no failure. */
export class ReaderGoneError extends Error {
  constructor(cause: unknown) {
    super("the reader of the answers is gone", { cause });
    this.name = "ReaderGoneError";
  }
}

/** Writes lines with one call, and waits while the reader is behind. Throws ReaderGoneError when there is none. */
export function writeLines(stream: Writable, lines: readonly string[]): Promise<void> {
  return lines.length === 0 ? Promise.resolve() : writeBytes(stream, `${lines.join("\n")}\n`);
}

/** The same of bytes as they are. */
export function writeBytes(stream: Writable, bytes: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: unknown): void => {
      stream.off("close", onClose);
      if (error) reject(new ReaderGoneError(error));
      else resolve();
    };
    // A stream that is closed in the middle of a write calls nobody back.
    const onClose = (): void => settle(new Error("closed"));
    stream.once("close", onClose);
    stream.write(bytes, settle);
  });
}

export function writeLine(stream: Writable, line: string): Promise<void> {
  return writeLines(stream, [line]);
}
