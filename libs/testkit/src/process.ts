import { spawn } from "node:child_process";
import { once } from "node:events";

export interface ProcessOptions {
  /** Arguments for Node: a file, and what it is given. */
  readonly args: readonly string[];
  /** The whole environment but PATH and HOME, so that no setting of the machine leaks in. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Runs what was compiled, as an image does, instead of the sources. */
  readonly isCompiled?: boolean;
  /** Written to its standard input, which is then closed; without it there is none. */
  readonly input?: string | Uint8Array;
}

export interface ProcessEnd {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A Node process that runs our sources. It is killed when the test process ends. */
export interface TestProcess {
  readonly pid: number;
  /** What it has written so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves with the first match in what it writes to stdout; rejects with its last words when none comes in time. */
  readonly printed: (pattern: RegExp, timeoutMs: number) => Promise<RegExpExecArray>;
  readonly ended: Promise<ProcessEnd>;
  /** Sends a signal and waits for the end; a process that outlives `timeoutMs` is killed, and that is an error. */
  readonly end: (signal: NodeJS.Signals, timeoutMs?: number) => Promise<ProcessEnd>;
}

/** Starts Node on TypeScript sources, as the services' commands do, or on what was compiled of them. */
export function startProcess({ args, env = {}, cwd, input, isCompiled = false }: ProcessOptions): TestProcess {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, isCompiled ? [...args] : ["--conditions=source", ...args], {
    env: { PATH, HOME, ...env },
    stdio: ["pipe", "pipe", "pipe"],
    ...(cwd === undefined ? {} : { cwd }),
  });
  const killWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", killWithUs);
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.on("error", () => undefined); // Its end says more than a closed pipe.
  child.stdin.end(input);
  const ended = once(child, "close").then(([code, signal]): ProcessEnd => {
    process.off("exit", killWithUs);
    return { code, signal };
  });

  const lastWords = (): string => `stdout: ${stdout.slice(-2_000)}\nstderr: ${stderr.slice(-4_000)}`;
  const printed = (pattern: RegExp, timeoutMs: number): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const finish = (outcome: () => void): void => {
        clearTimeout(timer);
        child.stdout.off("data", look);
        outcome();
      };
      const fail = (why: string) => () => finish(() => reject(new Error(`${why} ${pattern}\n${lastWords()}`)));
      const look = (): void => {
        const match = pattern.exec(stdout);
        if (match !== null) finish(() => resolve(match));
      };
      const timer = setTimeout(fail(`not printed within ${timeoutMs} ms:`), timeoutMs);
      child.stdout.on("data", look);
      ended.then(fail("the process ended before it printed"), reject);
      look();
    });
  const end = async (signal: NodeJS.Signals, timeoutMs = 20_000): Promise<ProcessEnd> => {
    child.kill(signal);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        child.kill("SIGKILL");
        reject(new Error(`still running ${timeoutMs} ms after ${signal}\n${lastWords()}`));
      }, timeoutMs);
    });
    return Promise.race([ended, late]).finally(() => clearTimeout(timer));
  };
  return { pid: child.pid ?? 0, stdout: () => stdout, stderr: () => stderr, printed, ended, end };
}
