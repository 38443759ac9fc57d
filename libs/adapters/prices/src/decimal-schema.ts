import { decimalOf, parseDecimal, type Decimal } from "@parapet/pricing";
import { z } from "zod";

/** An amount that is not negative: a number, or a string such as `"0.075"` where every digit counts. */
export const decimalSchema = z
  .union([z.number(), z.string()], { error: "must be an amount" })
  .transform((value, ctx) => {
    const decimal: Decimal | null = typeof value === "number" ? decimalOf(value) : parseDecimal(value);
    if (decimal !== null) return decimal;
    ctx.addIssue({ code: "custom", message: "must be a decimal that is not negative" });
    return z.NEVER;
  });

/** As `decimalSchema`, without zero: something is divided by it. */
export const positiveDecimalSchema = decimalSchema.refine(({ units }) => units > 0n, "must be more than zero");
