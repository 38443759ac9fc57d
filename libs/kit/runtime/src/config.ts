import { readFileSync } from "node:fs";
import { z } from "zod";

import { ParapetError } from "./errors.ts";

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
 * file that holds the value of `NAME`, so that secrets need not stand in the environment.
 *
 * @throws ConfigError with every fault at once.
 */
export function loadConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Environment,
): z.output<z.ZodObject<Shape>> {
  const values: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = readSetting(name, env);
    if (value !== undefined) values[name] = value;
  }
  const parsed = schema.safeParse(values, { reportInput: true });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => describeFault(schema, issue));
  throw new ConfigError(
    `${faults.length} setting(s) cannot be used:\n${faults.map((fault) => `  ${fault}`).join("\n")}`,
  );
}

function readSetting(name: string, env: Environment): string | undefined {
  const direct = env[name];
  if (direct !== undefined && direct !== "") return direct;
  const file = env[`${name}_FILE`];
  if (file === undefined || file === "") return undefined;
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    throw new ConfigError(`${name}_FILE: ${file} cannot be read; mount the file or set ${name}`, { cause });
  }
}

/** Says which variable and what was wrong, then the setting's own description as the remedy; never the value. */
function describeFault(schema: z.ZodObject, issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0] ?? "");
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
