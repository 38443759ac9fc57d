import { pino } from "pino";

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Structured log. Fields are ids, counts, reasons and hashes; user content never is one. */
export interface Logger {
  readonly debug: (message: string, fields?: LogFields) => void;
  readonly info: (message: string, fields?: LogFields) => void;
  readonly warn: (message: string, fields?: LogFields) => void;
  readonly error: (message: string, fields?: LogFields) => void;
  /** A logger whose lines all carry `fields`. */
  readonly child: (fields: LogFields) => Logger;
}

export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LoggerOptions {
  readonly service: string;
  readonly level: LogLevel;
}

/** JSON lines on stderr: stdout belongs to the commands' answers. */
export function createLogger({ service, level }: LoggerOptions): Logger {
  const sink = pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
  return withFields(sink, { service });
}

/** A logger that says nothing. */
export const silentLogger: Logger = withFields(pino({ level: "silent" }), {});

interface Sink {
  readonly debug: (fields: object, message: string) => void;
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
}

/** Fields are joined here and not in the sink, whose children would write a field twice that they have in common. */
function withFields(sink: Sink, own: LogFields): Logger {
  return {
    debug: (message, fields) => sink.debug({ ...own, ...fields }, message),
    info: (message, fields) => sink.info({ ...own, ...fields }, message),
    warn: (message, fields) => sink.warn({ ...own, ...fields }, message),
    error: (message, fields) => sink.error({ ...own, ...fields }, message),
    child: (fields) => withFields(sink, { ...own, ...fields }),
  };
}
