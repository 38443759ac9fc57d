import { describeError, type Environment } from "@parapet/runtime";
import { Command } from "commander";

import { examinations, type Examination } from "../doctor/examinations.ts";
import { writeLine, type Terminal } from "../terminal.ts";

const notes = `
One line an examination: "ok" or "wrong", its name, and what was found or what to do. Exit code 1 when one is wrong.`;

/** `parapet doctor`: looks at the machine and the configuration; exit code 1 when something is wrong. */
export function doctorCommand(terminal: Terminal): Command {
  return new Command("doctor")
    .description("say what is wrong with this machine or configuration, and what to do")
    .addHelpText("after", notes)
    .action(() => examineAll(terminal));
}

async function examineAll({ env, stdout, setExitCode }: Terminal): Promise<void> {
  for (const examination of examinations) {
    const { mark, words } = await outcomeOf(examination, env);
    if (mark === "wrong") setExitCode(1);
    await writeLine(stdout, `${mark.padEnd(5)}  ${examination.name.padEnd(10)}  ${words}`);
  }
}

const DEADLINE_MS = 20_000;

/** No examination holds up the others: one that does not end is wrong. */
async function outcomeOf({ examine }: Examination, env: Environment): Promise<{ mark: "ok" | "wrong"; words: string }> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${DEADLINE_MS / 1_000} s`)), DEADLINE_MS);
  try {
    return { mark: "ok", words: await Promise.race([examine(env), late.promise]) };
  } catch (error) {
    return { mark: "wrong", words: describeError(error) };
  } finally {
    clearTimeout(timer);
  }
}
