/**
 * The ONNX sessions of one thread, one a model. The native `run` blocks its thread until the model has answered, so it
 * never runs on the thread that serves requests.
 */
import { parentPort, workerData } from "node:worker_threads";

import { env, InferenceSession, Tensor } from "onnxruntime-node";

import type {
  InferenceReply,
  InferenceRequest,
  InputRow,
  OutputRow,
  WorkerModel,
  WorkerSettings,
} from "./inference-protocol.ts";

/** What goes wrong is thrown and then logged in our own format; the native log would only repeat it on stderr. */
env.logLevel = "fatal";

/** Made here from the lengths of the rows. */
const MASK = "attention_mask";
/** All zero where a row does not bring them. */
const TYPES = "token_type_ids";

function reply(message: InferenceReply): void {
  parentPort?.postMessage(message);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

type Sessions = ReadonlyMap<string, InferenceSession>;

/** The sessions on the first provider that loads them all; each that does not is reported. */
async function openSessions(settings: WorkerSettings): Promise<Sessions | null> {
  const { models, providers } = settings;
  for (const provider of providers) {
    const { sessions, failures } = await openOn(provider, settings);
    const [failure] = failures;
    // What loads one model and not another, where nothing is left to try, fails for the model's sake.
    const isModelToBlame = sessions.size > 0 && provider === providers.at(-1);
    if (failure !== undefined && !isModelToBlame) {
      reply({ kind: "provider_failed", provider, reason: failure.reason });
      continue;
    }
    const [misfit] = [...failures, ...misfitsOf(models, sessions)];
    if (misfit === undefined) reply({ kind: "ready", provider });
    else reply({ kind: "refused", ...misfit });
    return misfit === undefined ? sessions : null;
  }
  reply({ kind: "no_provider" });
  return null;
}

/** A model that cannot be used, and why. */
interface Misfit {
  readonly model: string;
  readonly reason: string;
}

async function openOn(
  provider: string,
  { models, threads }: WorkerSettings,
): Promise<{ sessions: Sessions; failures: readonly Misfit[] }> {
  const options = { executionProviders: [provider], intraOpNumThreads: threads, interOpNumThreads: 1 };
  const sessions = new Map<string, InferenceSession>();
  const failures: Misfit[] = [];
  for (const { name, path, acceleratedPath = path } of models) {
    try {
      sessions.set(name, await InferenceSession.create(provider === "cpu" ? path : acceleratedPath, options));
    } catch (error) {
      failures.push({ model: name, reason: messageOf(error) });
    }
  }
  return { sessions, failures };
}

function misfitsOf(models: readonly WorkerModel[], sessions: Sessions): readonly Misfit[] {
  return models.flatMap((model) => {
    const reason = misfitOf(model, sessions);
    return reason === null ? [] : [{ model: model.name, reason }];
  });
}

/** What keeps a model from being asked as its package says; null where nothing does. */
function misfitOf({ name, inputs, outputs }: WorkerModel, sessions: Sessions): string | null {
  const session = sessions.get(name);
  if (session === undefined) return "it was not loaded";
  const unfed = session.inputNames.find((input) => ![...inputs, MASK, TYPES].includes(input));
  if (unfed !== undefined) return `it asks for an input ${unfed} that nobody gives`;
  const missing = [
    ...inputs.filter((input) => !session.inputNames.includes(input) && input !== TYPES),
    ...outputs.filter((output) => !session.outputNames.includes(output)),
  ];
  return missing.length === 0 ? null : `it has no ${missing.join(", ")}`;
}

async function inferOneByOne(session: InferenceSession, rows: readonly InputRow[]): Promise<readonly OutputRow[]> {
  const outputs: OutputRow[] = [];
  for (const row of rows) outputs.push(...(await infer(session, [row])));
  return outputs;
}

async function infer(session: InferenceSession, rows: readonly InputRow[]): Promise<readonly OutputRow[]> {
  const lengths = rows.map((row) => row["input_ids"]?.length ?? 0);
  const longest = Math.max(...lengths);
  const tensorOf = (valueAt: (row: number, token: number) => number): Tensor => {
    const data = new BigInt64Array(rows.length * longest);
    for (let row = 0; row < rows.length; row += 1) {
      const length = lengths[row] ?? 0;
      for (let token = 0; token < length; token += 1) data[row * longest + token] = BigInt(valueAt(row, token));
    }
    return new Tensor("int64", data, [rows.length, longest]);
  };
  const feeds = Object.fromEntries(
    session.inputNames.map((name) => [
      name,
      tensorOf(name === MASK ? () => 1 : (row, token) => rows[row]?.[name]?.[token] ?? 0),
    ]),
  );
  const outputs = await session.run(feeds);
  return rows.map((_, row) =>
    Object.fromEntries(
      Object.entries(outputs).flatMap(([name, { data }]) => {
        if (!(data instanceof Float32Array)) return [];
        const width = data.length / rows.length;
        return [[name, data.slice(row * width, (row + 1) * width)]];
      }),
    ),
  );
}

async function answer(sessions: Sessions, request: InferenceRequest): Promise<void> {
  try {
    const session = sessions.get(request.model);
    if (session === undefined) throw new RangeError(`there is no model ${request.model}`);
    const { rows, isBatch } = request;
    reply({ kind: "outputs", rows: await (isBatch ? infer(session, rows) : inferOneByOne(session, rows)) });
  } catch (error) {
    reply({ kind: "inference_failed", reason: messageOf(error) });
  }
}

const settings: WorkerSettings = workerData;
const sessions = await openSessions(settings);
if (sessions !== null) parentPort?.on("message", (request: InferenceRequest) => void answer(sessions, request));
