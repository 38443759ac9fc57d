import type { Recognizer } from "../recognizer.ts";
import { auAbn } from "./au/au-abn.ts";
import { auAcn } from "./au/au-acn.ts";
import { auMedicare } from "./au/au-medicare.ts";
import { auTfn } from "./au/au-tfn.ts";

export const australianRecognizers: readonly Recognizer[] = [auAbn, auAcn, auMedicare, auTfn];
