import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

import { backOffMs, type Logger } from "@parapet/runtime";

export interface ProcessSpec {
  readonly file: string;
  readonly args: readonly string[];
  /** Where what the process prints is appended. */
  readonly consoleFile: string;
}

const restartBackOff = { initialMs: 100, maxMs: 10_000 };
const stopDeadlineMs = 3_000;

/**
 * A Node process that is started again whenever it ends. It has a session of its own, so that signals meant for the
 * terminal's foreground group do not reach it; its standard input is its lifeline.
 */
export class SupervisedProcess {
  readonly #spec: ProcessSpec;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #failures = 0;

  constructor(spec: ProcessSpec, log: Logger) {
    this.#spec = spec;
    this.#log = log;
  }

  /** The process of now; undefined between an end and the next start. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    if (this.#stopping.signal.aborted || this.#child !== undefined) return;
    const child = this.#spawn();
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      const onEnd = (reason: string): void => {
        if (this.#child === child) this.#child = undefined;
        resolve();
        this.#restartLater(reason);
      };
      child.once("exit", (code, signal) => onEnd(signal ?? `code ${code}`));
      child.once("error", (error) => onEnd(error.name));
    });
  }

  /** Call when the process is known to work: the next restart is prompt again. */
  markHealthy(): void {
    this.#failures = 0;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const child = this.#child;
    child?.stdin?.end();
    const deadline = setTimeout(() => child?.kill("SIGKILL"), stopDeadlineMs);
    await this.#ended;
    clearTimeout(deadline);
  }

  #spawn(): ChildProcess {
    const { file, args, consoleFile } = this.#spec;
    const output = openSync(consoleFile, "a", 0o600);
    try {
      // Neither environment nor Node options are handed on: the child needs none, and they may hold secrets or a debugger's port.
      const child = spawn(process.execPath, [file, ...args], {
        stdio: ["pipe", output, output],
        detached: true,
        env: {},
      });
      child.stdin?.on("error", () => undefined); // Its end is told by `exit`.
      return child;
    } finally {
      closeSync(output);
    }
  }

  #restartLater(reason: string): void {
    const { signal } = this.#stopping;
    if (signal.aborted) return;
    const waitMs = backOffMs(restartBackOff, this.#failures);
    this.#failures += 1;
    this.#log.warn("embedded ClickHouse ended; starting it again", { reason, wait_ms: Math.round(waitMs) });
    delay(waitMs, undefined, { signal }).then(
      () => this.start(),
      () => undefined, // Stopped while waiting.
    );
  }
}
