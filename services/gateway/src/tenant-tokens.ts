import { z } from "zod";

/**
 * `token=tenant` pairs, separated by commas. The last `=` divides, because tokens in base64 end with some. Faults say
 * which pair is wrong by its position: tokens are secrets.
 */
export const tenantTokensSetting = z
  .string()
  .describe("token=tenant pairs separated by commas")
  .transform((text, context) => {
    const tenantByToken = new Map<string, string>();
    const fault = (message: string): void => context.addIssue({ code: "custom", message });
    for (const [index, pair] of text.split(",").entries()) {
      const [, token, tenant] = /^\s*([\w.~+/-]+=*)=([\w.-]+)\s*$/.exec(pair) ?? [];
      if (token === undefined || tenant === undefined) fault(`pair ${index + 1} is not token=tenant`);
      else if (tenantByToken.has(token)) fault(`pair ${index + 1} repeats a token`);
      else tenantByToken.set(token, tenant);
    }
    return tenantByToken;
  });
