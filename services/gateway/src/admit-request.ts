import { appendRequest, type AppendDeps } from "./append-request.ts";
import type { ByteBudget, ByteLease } from "./byte-budget.ts";
import type { Accepted, ExportEncoding, ExportSignal } from "./export-request.ts";
import { refused, type Refusal } from "./refusal.ts";
import type { TenantDirectory } from "./tenant-directory.ts";

/** What the listeners of both protocols share. */
export interface AdmissionDeps extends AppendDeps {
  readonly tenants: TenantDirectory;
  readonly budget: ByteBudget;
}

export interface Body {
  readonly kind: "body";
  readonly encoding: ExportEncoding;
  readonly bytes: Uint8Array;
}

/** Gives the decompressed body, for whose bytes it took room in the lease, or says why it does not. */
export type ReadBody = (lease: ByteLease) => Promise<Body | Refusal>;

/** Who calls, and what for. */
export interface Caller {
  readonly token: string | null;
  readonly signal: ExportSignal;
}

/** One request from its token to the log: the caller is known before its body is read. Counts what becomes of it. */
export async function admitRequest(
  { token, signal }: Caller,
  readBody: ReadBody,
  deps: AdmissionDeps,
): Promise<Accepted | Refusal> {
  const { budget, metrics } = deps;
  metrics.requests.received(1);
  const lease = budget.lease();
  try {
    const outcome = await takeIn({ token, signal }, () => readBody(lease), deps);
    if (outcome.kind === "accepted") metrics.requests.sent(1);
    else metrics.refused(outcome.reason);
    return outcome;
  } finally {
    lease.release();
  }
}

async function takeIn(
  { token, signal }: Caller,
  readBody: () => Promise<Body | Refusal>,
  deps: AdmissionDeps,
): Promise<Accepted | Refusal> {
  const tenant = deps.tenants.tenantOf(token);
  if (tenant === null) {
    return refused("unauthenticated", "no tenant has this token; send authorization: Bearer <token>");
  }
  const body = await readBody();
  if (body.kind === "refused") return body;
  return appendRequest({ tenant, signal, encoding: body.encoding, body: body.bytes }, deps);
}

/** A body that fits no more beside those in hand. */
export const overloaded: Refusal = refused("overloaded", "too many requests are in hand; send this one again later");
