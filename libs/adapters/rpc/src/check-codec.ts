import { detectionStatuses, severities } from "@parapet/detection";

import { decisions, type CheckAnswer, type CheckDetection, type CheckFinding, type CheckQuestion } from "./check.ts";
import { createEnumMap } from "./enum-map.ts";
import {
  Decision,
  DetectionStatus,
  Direction,
  Severity,
  type CheckRequest,
  type CheckResponse,
  type Detection,
  type Finding,
} from "./gen/parapet/v1/guard.ts";
import { RpcError } from "./rpc-error.ts";

const directionMap = createEnumMap(["input", "output"], {
  input: Direction.DIRECTION_INPUT,
  output: Direction.DIRECTION_OUTPUT,
});

const decisionMap = createEnumMap(decisions, {
  allow: Decision.DECISION_ALLOW,
  audit: Decision.DECISION_AUDIT,
  warn: Decision.DECISION_WARN,
  modify: Decision.DECISION_MODIFY,
  deny: Decision.DECISION_DENY,
});

const severityMap = createEnumMap(severities, {
  info: Severity.SEVERITY_INFO,
  low: Severity.SEVERITY_LOW,
  medium: Severity.SEVERITY_MEDIUM,
  high: Severity.SEVERITY_HIGH,
  critical: Severity.SEVERITY_CRITICAL,
});

const statusMap = createEnumMap(detectionStatuses, {
  ran: DetectionStatus.DETECTION_STATUS_RAN,
  shed: DetectionStatus.DETECTION_STATUS_SHED,
  failed: DetectionStatus.DETECTION_STATUS_FAILED,
  not_run: DetectionStatus.DETECTION_STATUS_NOT_RUN,
});

/** In protobuf the absent string is the empty one. */
export function encodeQuestion(question: CheckQuestion): CheckRequest {
  const { text, direction, context = "", language = "", detectors = [], tenant = "" } = question;
  return { text, direction: directionMap.toWire(direction), context, language, detectors, tenant };
}

/** @throws RpcError `invalid_argument` for a direction that this version does not know. */
export function decodeQuestion(request: CheckRequest): CheckQuestion {
  return {
    text: request.text,
    direction: decodeDirection(request.direction),
    ...(request.context === "" ? {} : { context: request.context }),
    ...(request.language === "" ? {} : { language: request.language }),
    ...(request.detectors.length === 0 ? {} : { detectors: request.detectors }),
    ...(request.tenant === "" ? {} : { tenant: request.tenant }),
  };
}

function decodeDirection(wire: Direction): CheckQuestion["direction"] {
  if (wire === Direction.DIRECTION_UNSPECIFIED) return "input";
  const direction = directionMap.fromWire(wire);
  if (direction !== null) return direction;
  throw new RpcError(
    "invalid_argument",
    "direction is unknown to this server; use DIRECTION_INPUT or DIRECTION_OUTPUT",
  );
}

export function encodeAnswer(answer: CheckAnswer): CheckResponse {
  return {
    decision: decisionMap.toWire(answer.decision),
    findings: answer.findings.map(encodeFinding),
    scores: answer.scores,
    detections: answer.detections.map(encodeDetection),
    redactedText: answer.redactedText ?? undefined,
    safety: answer.safety ?? undefined,
    policyVersion: answer.policyVersion,
  };
}

function encodeFinding({ category, detector, entity = "", score, severity, start, end }: CheckFinding): Finding {
  return { category, detector, entity, score, severity: severityMap.toWire(severity), start, end };
}

function encodeDetection({ detector, modelVersion, status, reason, score }: CheckDetection): Detection {
  return { detector, modelVersion, status: statusMap.toWire(status), reason, score: score ?? undefined };
}

/**
 * A decision, severity or status of a newer server is read as the strictest that this version knows: a guard fails safe.
 */
export function decodeAnswer(response: CheckResponse): CheckAnswer {
  return {
    decision: decisionMap.fromWire(response.decision) ?? "deny",
    findings: response.findings.map(decodeFinding),
    scores: response.scores,
    detections: response.detections.map(decodeDetection),
    redactedText: response.redactedText ?? null,
    safety: response.safety ?? null,
    policyVersion: response.policyVersion,
  };
}

function decodeFinding({ category, detector, entity, score, severity, start, end }: Finding): CheckFinding {
  const known = severityMap.fromWire(severity) ?? "critical";
  return { category, detector, ...(entity === "" ? {} : { entity }), score, severity: known, start, end };
}

function decodeDetection({ detector, modelVersion, status, reason, score }: Detection): CheckDetection {
  return { detector, modelVersion, status: statusMap.fromWire(status) ?? "failed", reason, score: score ?? null };
}
