import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { addressOf, close, listen } from "@parapet/runtime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { tokenFromFile, tokenFromOidc, type TokenSource } from "./bearer-token.ts";

describe("a bearer token from a file", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "parapet-token-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is read at each use, without the line end", async () => {
    const path = join(folder, "token");
    const token = tokenFromFile(path);
    writeFileSync(path, "first\n");
    expect(await token()).toBe("first");
    writeFileSync(path, "second");
    expect(await token()).toBe("second");
  });

  it("is missed by name when the file is empty or not there", async () => {
    const path = join(folder, "token");
    await expect(tokenFromFile(path)()).rejects.toMatchObject({ code: "ENOENT" });
    writeFileSync(path, "\n");
    await expect(tokenFromFile(path)()).rejects.toMatchObject({ code: "token_missing" });
  });
});

describe("a bearer token from an OpenID Connect provider", () => {
  let server: Server;
  let asked: { readonly headers: IncomingMessage["headers"]; readonly body: string }[] = [];
  let answer: { readonly status: number; readonly body: string };
  const time = { ms: 0 };
  const clock = { nowMs: () => time.ms, monotonicMs: () => time.ms };

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      void text(request).then((body) => {
        asked.push({ headers: request.headers, body });
        response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
      });
    });
    await listen(server, 0, "127.0.0.1");
  });
  afterEach(() => close(server, 0));

  const open = (): TokenSource => {
    const tokenUrl = `http://127.0.0.1:${addressOf(server).port}/token`;
    return tokenFromOidc({ tokenUrl, clientId: "parapet:1", clientSecret: "s e", scope: "kafka" }, clock);
  };
  const tokenAnswer = (fields: object): typeof answer => ({ status: 200, body: JSON.stringify(fields) });

  it("is asked for with the client's credentials", async () => {
    answer = tokenAnswer({ access_token: "t", expires_in: 60 });
    expect(await open()()).toBe("t");
    const [request] = asked;
    expect(request?.body).toBe("grant_type=client_credentials&scope=kafka");
    const credentials = request?.headers.authorization?.replace("Basic ", "") ?? "";
    expect(Buffer.from(credentials, "base64").toString()).toBe("parapet%3A1:s%20e");
  });

  it("is kept for four fifths of its life, and then replaced", async () => {
    answer = tokenAnswer({ access_token: "first", expires_in: 100 });
    const token = open();
    await Promise.all([token(), token()]);
    answer = tokenAnswer({ access_token: "second", expires_in: 100 });
    time.ms += 79_000;
    expect(await token()).toBe("first");
    expect(asked).toHaveLength(1);
    time.ms += 2_000;
    expect(await token()).toBe("second");
  });

  it("is kept too when its life is told as text, as some providers do", async () => {
    answer = tokenAnswer({ access_token: "t", expires_in: "3599" });
    const token = open();
    await token();
    await token();
    expect(asked).toHaveLength(1);
  });

  it.each([undefined, null, "soon", -1])("is used once when its life is told as %s", async (expires_in) => {
    answer = tokenAnswer({ access_token: "t", expires_in });
    const token = open();
    await token();
    await token();
    expect(asked).toHaveLength(2);
  });

  it.each([
    { what: "a refusal", given: { status: 401, body: '{"error":"invalid_client","hint":"s e"}' } },
    { what: "an answer that is no JSON", given: { status: 200, body: "<html>s e</html>" } },
    { what: "an answer without a token", given: { status: 200, body: '{"token":"s e"}' } },
  ])("fails by name at $what, tells nothing of it, and asks again the next time", async ({ given }) => {
    answer = given;
    const token = open();
    const failure: unknown = await token().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "token_refused" });
    expect(String(failure)).not.toContain("s e");
    answer = tokenAnswer({ access_token: "t", expires_in: 60 });
    expect(await token()).toBe("t");
  });
});
