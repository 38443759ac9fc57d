import { Readable, Writable } from "node:stream";

import type { Environment } from "@parapet/runtime";
import type { Command } from "commander";

import type { Terminal } from "../terminal.ts";

export interface CommandRun {
  readonly stdout: string;
  readonly stderr: string;
  /** 0 unless the command sets another. */
  readonly exitCode: number;
}

export interface CommandInput {
  readonly args?: readonly string[];
  /** What stands on stdin, in the chunks in which it arrives. */
  readonly stdin?: readonly (string | Uint8Array)[] | Readable;
  readonly env?: Environment;
  /** Where the answers go instead of into `stdout`. */
  readonly reader?: Writable;
}

/** Runs one command on streams of its own. */
export async function runCommand(
  create: (terminal: Terminal) => Command,
  { args = [], stdin = [], env = {}, reader }: CommandInput = {},
): Promise<CommandRun> {
  const [stdout, stderr] = [new Sink(), new Sink()];
  let exitCode = 0;
  const terminal: Terminal = {
    env,
    stdin: stdin instanceof Readable ? stdin : Readable.from(stdin.map((chunk) => Buffer.from(chunk))),
    stdout: reader ?? stdout,
    stderr,
    setExitCode: (code) => {
      exitCode = code;
    },
  };
  const command = create(terminal).exitOverride();
  await command.parseAsync([...args], { from: "user" });
  return { stdout: stdout.text, stderr: stderr.text, exitCode };
}

/** The values of JSON lines. */
export function jsonLines(text: string): readonly Record<string, unknown>[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

class Sink extends Writable {
  text = "";

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString("utf8");
    done();
  }
}
