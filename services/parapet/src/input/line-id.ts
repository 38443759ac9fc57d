import { z } from "zod";

/** Text, or a number that arithmetic does not change: an answer that carries another id would be joined wrongly. */
export const lineId = z
  .union([z.string(), z.number()], "must be a string or a number")
  .refine(
    (id) => !Number.isInteger(id) || Number.isSafeInteger(id),
    "is beyond 2^53 and would be rounded; send it as a string",
  );
