import { createRequire } from "node:module";

import { ParapetError } from "@parapet/runtime";

const KNOWN_VERSION = "2.2.4";

/**
 * Internals of kafkajs are relied on where its interface cannot keep a promise: they are those of one version.
 *
 * @throws ParapetError `unsupported_kafkajs` for any other.
 */
export function requireKnownKafkajs(version = installedVersion()): void {
  if (version === KNOWN_VERSION) return;
  throw new ParapetError(
    "unsupported_kafkajs",
    `kafkajs ${version} is installed, but exactly ${KNOWN_VERSION} is needed: install it, or mend @parapet/kafka for the new one`,
  );
}

function installedVersion(): string {
  const { version }: { readonly version: string } = createRequire(import.meta.url)("kafkajs/package.json");
  return version;
}
