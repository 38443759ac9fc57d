import { errorCode } from "@parapet/runtime";

import type { SendOutcome } from "../receiver.ts";

export interface HttpPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

/** Answers that mean "not now": the same request may succeed later. */
const TRANSIENT = new Set([408, 425, 429]);

/**
 * Posts once. Any 2xx is success; 408, 425, 429, 5xx, a time-out and a broken connection may be tried again; every
 * other answer refuses the message. Redirects are not followed: the target is the one that was configured.
 */
export async function postOnce({ url, headers, body, timeoutMs }: HttpPost, signal: AbortSignal): Promise<SendOutcome> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "parapet-notifier", ...headers },
      body,
      redirect: "manual",
      signal: AbortSignal.any([signal, timeout]),
    });
    await response.body?.cancel();
    return judgeResponse(response);
  } catch (error) {
    if (signal.aborted) return { kind: "retry", reason: "aborted" };
    return { kind: "retry", reason: timeout.aborted ? "timeout" : failureCode(error) };
  }
}

function judgeResponse({ ok, status, headers }: Response): SendOutcome {
  if (ok) return { kind: "sent" };
  const reason = `http_${status}`;
  if (status === 410) return { kind: "gone" };
  if (status < 500 && !TRANSIENT.has(status)) return { kind: "refused", reason };
  const afterMs = retryAfterMs(headers.get("retry-after"));
  return afterMs === null ? { kind: "retry", reason } : { kind: "retry", reason, afterMs };
}

/** `Retry-After` in seconds; its other form, a date, is left to the back-off. */
function retryAfterMs(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : null;
}

/** The code of the failure that `fetch` wraps, such as `ECONNREFUSED`. */
function failureCode(error: unknown): string {
  return errorCode(error instanceof Error && error.cause !== undefined ? error.cause : error);
}
