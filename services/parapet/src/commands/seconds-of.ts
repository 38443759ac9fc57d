import { InvalidArgumentError } from "commander";

const MAX_SECONDS = 7 * 86_400;

/** Parses the value of an option that says when to give up: whole seconds, of which timers take the thousandfold. */
export function secondsOf(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds > 0 && seconds <= MAX_SECONDS) return seconds;
  throw new InvalidArgumentError(`It is a whole number of seconds above 0, at most ${MAX_SECONDS}.`);
}
