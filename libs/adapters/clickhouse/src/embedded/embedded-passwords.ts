import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

import { z } from "zod";

const passwordsSchema = z.object({ ingest: z.string().min(1), read: z.string().min(1), migrate: z.string().min(1) });

export type EmbeddedPasswords = Readonly<z.infer<typeof passwordsSchema>>;

/** The passwords of the embedded users, made up at the first start and kept in a file that only its owner may read. */
export function loadPasswords(file: string): EmbeddedPasswords {
  if (existsSync(file)) return passwordsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const [ingest, read, migrate] = [newPassword(), newPassword(), newPassword()];
  writeFileSync(file, `${JSON.stringify({ ingest, read, migrate }, null, 2)}\n`, { mode: 0o600 });
  return { ingest, read, migrate };
}

function newPassword(): string {
  return randomBytes(24).toString("base64url");
}
