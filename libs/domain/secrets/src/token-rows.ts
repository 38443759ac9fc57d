import { aiProviders } from "./formats/ai-providers.ts";
import { azure } from "./formats/azure.ts";
import { cloud } from "./formats/cloud.ts";
import { codeHosting } from "./formats/code-hosting.ts";
import { databases } from "./formats/databases.ts";
import { identity } from "./formats/identity.ts";
import { messaging } from "./formats/messaging.ts";
import { observability } from "./formats/observability.ts";
import { packageRegistries } from "./formats/package-registries.ts";
import { payments } from "./formats/payments.ts";
import { saas } from "./formats/saas.ts";
import type { TokenRow } from "./token-row.ts";

/** Every format of tokens. Of candidates with the same evidence and length, the one of the earlier row stays. */
export const tokenRows: readonly TokenRow[] = [
  ...cloud,
  ...azure,
  ...aiProviders,
  ...codeHosting,
  ...packageRegistries,
  ...identity,
  ...databases,
  ...payments,
  ...messaging,
  ...observability,
  ...saas,
];
