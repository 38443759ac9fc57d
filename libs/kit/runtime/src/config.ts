import { readFileSync } from "node:fs";
import { z } from "zod";

import { errorCode, ParapetError } from "./errors.ts";

/** Exit code of a process that was configured wrongly (`EX_CONFIG` of sysexits.h). */
export const CONFIG_EXIT_CODE = 78;

export type Environment = Readonly<Record<string, string | undefined>>;

/** A missing or wrong setting. The message lists each by name, what was wrong, and what to do. */
export class ConfigError extends ParapetError {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super("config_invalid", message, options);
    this.name = "ConfigError";
  }
}

/**
 * Reads settings from the environment through a zod object whose keys are the variables' names. `NAME_FILE` names a
 * file that holds the value of `NAME`, so that secrets need not stand in the environment; where both are set, `NAME`
 * counts. An empty variable counts as unset.
 *
 * @throws ConfigError with every fault at once. It repeats no value and no path: either may be a secret.
 */
export function loadConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Environment,
): z.output<z.ZodObject<Shape>> {
  const values: Record<string, string> = {};
  const fileFaults = new Map<string, string>();
  for (const name of Object.keys(schema.shape)) {
    const setting = readSetting(name, env);
    if (setting.kind === "set") values[name] = setting.value;
    if (setting.kind === "unreadable") fileFaults.set(name, setting.fault);
  }
  const parsed = schema.safeParse(values, { reportInput: true });
  if (parsed.success && fileFaults.size === 0) return parsed.data;
  const issues = (parsed.error?.issues ?? []).filter((issue) => !fileFaults.has(nameOf(issue)));
  const faults = [...fileFaults.values(), ...issues.map((issue) => describeFault(schema, issue))];
  throw new ConfigError(
    `${faults.length} setting(s) cannot be used:\n${faults.map((fault) => `  ${fault}`).join("\n")}`,
  );
}

/** Whether a setting is there, by itself or by a file. */
export function isSet(name: string, env: Environment): boolean {
  return Boolean(env[name]) || Boolean(env[`${name}_FILE`]);
}

type Setting =
  | { readonly kind: "unset" }
  | { readonly kind: "set"; readonly value: string }
  | { readonly kind: "unreadable"; readonly fault: string };

function readSetting(name: string, env: Environment): Setting {
  const direct = env[name];
  if (direct !== undefined && direct !== "") return { kind: "set", value: direct };
  const file = env[`${name}_FILE`];
  if (file === undefined || file === "") return { kind: "unset" };
  try {
    const value = readFileSync(file, "utf8").trim();
    if (value !== "") return { kind: "set", value };
    return { kind: "unreadable", fault: `${name}_FILE: the file is empty; write the value into it or set ${name}` };
  } catch (error) {
    const fault = `${name}_FILE: the file cannot be read (${errorCode(error)}); mount it or set ${name}`;
    return { kind: "unreadable", fault };
  }
}

function nameOf(issue: z.core.$ZodIssue): string {
  return String(issue.path[0] ?? "");
}

/** Says which variable and what was wrong, then the setting's own description as the remedy; never the value. */
function describeFault(schema: z.ZodObject, issue: z.core.$ZodIssue): string {
  const name = nameOf(issue);
  const remedy = descriptionOf(schema.shape[name]);
  const fault = "input" in issue && issue.input === undefined ? "is not set" : issue.message;
  return `${name}: ${fault}${remedy === undefined ? "" : `; set it to ${remedy}`}`;
}

/** The description of a field, also where a default, an option or a transformation is wrapped around it. */
function descriptionOf(field: unknown): string | undefined {
  if (!(field instanceof z.ZodType)) return undefined;
  if (field.description !== undefined) return field.description;
  if (field instanceof z.ZodDefault || field instanceof z.ZodOptional) return descriptionOf(field.unwrap());
  return field instanceof z.ZodPipe ? descriptionOf(field.in) : undefined;
}
