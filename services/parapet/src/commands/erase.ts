import {
  clickhouseAddress,
  createClickHouse,
  eraseSubject,
  findLateArrivals,
  loadTopology,
  type ClickHouse,
  type Subject,
} from "@parapet/clickhouse";
import {
  ConfigError,
  createKeyedHash,
  hashKeySetting,
  loadConfig,
  type Environment,
  type KeyedHash,
} from "@parapet/runtime";
import { Command } from "commander";
import { z } from "zod";

import { loadHashKey } from "../all-in-one/hash-key.ts";
import { connectStore } from "../connect-store.ts";
import { dataFolders } from "../settings/data-folder.ts";
import { writeLine, type Terminal } from "../terminal.ts";
import { secondsOf } from "./seconds-of.ts";

const notes = `
Deletes the rows of a subject's spans from every table that has any, and ends when no file of the server holds them: the
server keeps replaced files for some minutes (old_parts_lifetime). Spans of the user, of the named conversations, of
conversations in which nobody else is, and the nameless spans of all their traces go; spans that name another user stay,
and are counted. Rollups hold no ids and stay. Running it again is safe, and goes on where it was cut short.

The proof, one JSON object on stdout; "after" is all zero, or the exit code is 1:
  {"erasureId":"…","dryRun":false,"before":{"spans":12,…},"keptOfOthers":0,"deleted":{"spans":12,…},"after":{"spans":0,…}}

The journal (table erasures) keeps a keyed hash of the subject, so PARAPET_HASH_KEY has to be the one of the ingester.
Not reached: Kafka, whose messages end with its own retention, and backups. What comes out of either again is noticed by
\`parapet erase late\`.

Example:
  parapet erase --tenant acme --user-id user-7 --requested-by ticket-4711 --dry-run`;

interface CommonOptions {
  readonly requestedBy: string;
  readonly dryRun: boolean;
  readonly timeout: number;
  readonly server: readonly string[];
}

interface EraseCommandOptions extends CommonOptions {
  readonly tenant?: string;
  readonly userId?: string;
  readonly sessionId: readonly string[];
}

/** `parapet erase`: forgets a user or conversations, and proves it. */
export function eraseCommand(terminal: Terminal): Command {
  return withCommonOptions(new Command("erase"))
    .description("delete everything that is stored about a user or a conversation, with proof")
    .option("--tenant <tenant>", "whose user it is")
    .option("--user-id <id>", "the user, as the sender of the spans names them")
    .option("--session-id <ids...>", "conversations to forget whole, whoever is in them", [])
    .addHelpText("after", notes)
    .action((options: EraseCommandOptions) => erase(options, terminal))
    .addCommand(
      withCommonOptions(new Command("late"))
        .description("find spans of forgotten subjects that came since, and erase those too; prints no ids")
        .action((_options: CommonOptions, command: Command) => eraseLate(command.optsWithGlobals(), terminal)),
    );
}

function withCommonOptions(command: Command): Command {
  return command
    .option("--requested-by <who>", "on whose word, for the journal", "")
    .option(
      "--server <urls...>",
      "every server of a cluster whose statements reach one alone (PARAPET_CLICKHOUSE_DDL)",
      [],
    )
    .option("--dry-run", "count what would go, and delete nothing", false)
    .option("--timeout <seconds>", "when to give up; what was deleted by then stays deleted", secondsOf, 3_600);
}

async function erase(options: EraseCommandOptions, terminal: Terminal): Promise<void> {
  const { tenant, userId, sessionId: sessionIds } = options;
  if (tenant === undefined || tenant === "") throw new ConfigError("--tenant: say whose user it is");
  if ((userId ?? "") === "" && sessionIds.length === 0) throw new ConfigError("name a --user-id, --session-id or both");
  if (sessionIds.includes("")) throw new ConfigError("--session-id: an empty one would be every span without one");
  await withEraser(options, terminal, (forget) => forget({ tenant, userId, sessionIds }));
}

async function eraseLate(options: CommonOptions, terminal: Terminal): Promise<void> {
  await withEraser(options, terminal, async (forget, { store, hash, signal }) => {
    const late = await findLateArrivals(store, { hash, signal });
    for (const { tenant, kind, value } of late) {
      await forget(kind === "user_id" ? { tenant, userId: value, sessionIds: [] } : { tenant, sessionIds: [value] });
    }
    if (options.dryRun && late.length > 0) terminal.setExitCode(1);
  });
}

interface Eraser {
  readonly store: ClickHouse;
  readonly hash: KeyedHash;
  readonly signal: AbortSignal;
}

/** Runs erasures and prints the proof of each. */
async function withEraser(
  { requestedBy, dryRun, timeout, server: urls }: CommonOptions,
  { env, stdout }: Terminal,
  work: (forget: (subject: Subject) => Promise<void>, eraser: Eraser) => Promise<void>,
): Promise<void> {
  const timeoutMs = timeout * 1_000;
  const hash = createKeyedHash(hashKeyOf(env));
  const topology = loadTopology(env);
  const signal = AbortSignal.timeout(timeoutMs);
  const store = await connectStore("migrate", env, { requestTimeoutMs: timeoutMs });
  const named = urls.map((url) =>
    createClickHouse({ ...clickhouseAddress("migrate", env), url, requestTimeoutMs: timeoutMs }),
  );
  const servers = named.length === 0 ? [store] : named;
  try {
    const forget = async (subject: Subject): Promise<void> => {
      const report = await eraseSubject(store, subject, { hash, requestedBy, dryRun, topology, servers, signal });
      await writeLine(stdout, JSON.stringify({ tenant: subject.tenant, ...report }));
    };
    await work(forget, { store, hash, signal });
  } finally {
    await Promise.all([store, ...named].map((open) => open.close()));
  }
}

/** The key that stored ids were hashed with: of the settings, else of the all-in-one's folder. */
function hashKeyOf(env: Environment): string {
  const { PARAPET_HASH_KEY } = loadConfig(z.object({ PARAPET_HASH_KEY: hashKeySetting.optional() }), env);
  return PARAPET_HASH_KEY ?? loadHashKey(dataFolders(env).data);
}
