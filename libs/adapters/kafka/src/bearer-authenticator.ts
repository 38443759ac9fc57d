import { ParapetError } from "@parapet/runtime";
import type { Mechanism } from "kafkajs";

import type { TokenSource } from "./bearer-token.ts";

/**
 * SASL OAUTHBEARER (RFC 7628). kafkajs's own takes any answer for a success: a broker that refuses a token says so in the
 * answer's text (§3.2.2) and closes the connection, which then reads as a broken connection and is tried for ever.
 */
export function createBearerAuthenticator(token: TokenSource): Mechanism {
  return {
    mechanism: "oauthbearer",
    authenticationProvider: ({ saslAuthenticate }) => ({
      authenticate: async () => {
        const message = Buffer.from(`n,,\u0001auth=Bearer ${await token()}\u0001\u0001`);
        const refusal = await saslAuthenticate({
          request: { encode: () => withLength(message) },
          response: { decode: (answer) => answer.subarray(LENGTH_BYTES), parse: (text) => text.toString() },
        });
        if (refusal === undefined || refusal === "") return;
        throw new ParapetError(
          "token_refused",
          "the brokers refused the bearer token; check its issuer, audience and scope",
        );
      },
    }),
  };
}

const LENGTH_BYTES = 4;

function withLength(message: Buffer): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeInt32BE(message.length);
  return Buffer.concat([length, message]);
}
