import type { KeyedHash } from "@parapet/runtime";

export const subjectKinds = ["user_id", "session_id"] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** Somebody to forget: a user as the sender names them, conversations, or both. */
export interface Subject {
  readonly tenant: string;
  readonly userId?: string | undefined;
  readonly sessionIds: readonly string[];
}

/** One id, as spans have it. */
export interface SubjectId {
  readonly kind: SubjectKind;
  readonly value: string;
}

/** The ids of a subject as they may stand in spans: one that holds personal data, as an address does, was stored hashed. */
export function storedIds({ userId, sessionIds }: Subject, hash: KeyedHash): readonly SubjectId[] {
  const users = userId === undefined ? [] : [userId];
  return [
    ...users.flatMap((value) => bothForms("user_id", value, hash)),
    ...sessionIds.flatMap((value) => bothForms("session_id", value, hash)),
  ];
}

function bothForms(kind: SubjectKind, value: string, hash: KeyedHash): readonly SubjectId[] {
  return [
    { kind, value },
    { kind, value: hash(value) },
  ];
}

export function valuesOf(ids: readonly SubjectId[], kind: SubjectKind): readonly string[] {
  return ids.filter((id) => id.kind === kind).map(({ value }) => value);
}

/** What the journal of erasures keeps of an id. No two tenants' ids have one hash, nor a user's and a session's. */
export function subjectHash(tenant: string, { kind, value }: SubjectId, hash: KeyedHash): string {
  return hash(JSON.stringify([tenant, kind, value]));
}
