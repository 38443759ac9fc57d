import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

import { z } from "zod";

const passwordsSchema = z.object({ ingest: z.string().min(1), read: z.string().min(1), migrate: z.string().min(1) });

export type EmbeddedPasswords = Readonly<z.infer<typeof passwordsSchema>>;

/**
 * The passwords of the embedded users, made up at the first start and kept in a file that only its owner may read. A
 * file that was damaged is made anew: the server that starts next knows no passwords but these.
 */
export function loadPasswords(file: string): EmbeddedPasswords {
  const kept = existsSync(file) ? parsePasswords(readFileSync(file, "utf8")) : null;
  if (kept !== null) return kept;
  const made = { ingest: newPassword(), read: newPassword(), migrate: newPassword() };
  // Renamed into place, so that a crash leaves no half of a file.
  writeFileSync(`${file}.new`, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  return made;
}

function parsePasswords(text: string): EmbeddedPasswords | null {
  try {
    return passwordsSchema.parse(JSON.parse(text));
  } catch {
    return null; // The parser's own words would quote the passwords.
  }
}

function newPassword(): string {
  return randomBytes(24).toString("base64url");
}
