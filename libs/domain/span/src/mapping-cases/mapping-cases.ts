import { callerCases } from "./caller-cases.ts";
import type { MappingCase } from "./mapping-case.ts";
import { operationCases } from "./operation-cases.ts";
import { textCases } from "./text-cases.ts";
import { usageCases } from "./usage-cases.ts";

/** What is expected of each case of the corpus, in its order. */
export const mappingCases: readonly MappingCase[] = [
  ...operationCases,
  ...usageCases,
  ...textCases,
  ...callerCases,
].toSorted((a, b) => a.at - b.at);
