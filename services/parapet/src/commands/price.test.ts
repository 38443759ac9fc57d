import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import { calcPrice, extractUsage, findProvider } from "@pydantic/genai-prices";
import { describe, expect, it } from "vitest";

import { jsonLines, runCommand, type CommandInput } from "../testing/run-command.ts";
import { parsePriceLine } from "./price-question.ts";
import { priceCommand } from "./price.ts";

const line = (question: unknown): string => `${JSON.stringify(question)}\n`;

const price = (input: CommandInput) => runCommand(priceCommand, input);

const chat = { prompt_tokens: 12, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 4 } };

describe("price", () => {
  it("answers with buckets, exact amounts, and where the price is from", async () => {
    const { stdout, exitCode } = await price({
      stdin: [line({ id: 1, provider: "openai", model: "gpt-4o", usage: chat, at: "2026-01-01T00:00:00Z" })],
    });
    expect(jsonLines(stdout)).toEqual([
      {
        id: 1,
        buckets: {
          input_tokens: 12,
          output_tokens: 3,
          input_uncached_tokens: 8,
          cache_read_tokens: 4,
          output_text_tokens: 3,
        },
        input_cost_usd: "0.000025",
        output_cost_usd: "0.00003",
        cost_usd: "0.000055",
        price: { version: "0.1.8", source: "genai-prices" },
      },
    ]);
    expect(exitCode).toBe(0);
  });

  it("answers every line in order, says on stderr which are bad, and ends with 1 for them", async () => {
    const stdin = [
      line({ id: "a", provider: "openai", model: "gpt-4o", usage: chat }),
      "nonsense\n\n  \n[1]\n",
      line({ id: "b", usage: { model: "gpt-4o", usage: chat } }),
      line({ provider: "openai", usage: chat }),
      line({ id: "c" }),
      line({ id: "d", usage: chat, at: "yesterday" }),
      '{"id":"e","usage":"\xff"}\n',
    ];
    const { stdout, stderr, exitCode } = await price({
      stdin: [...stdin.slice(0, -1), Buffer.from(stdin.at(-1) ?? "", "latin1")],
    });
    expect(jsonLines(stdout).map(({ id }) => id)).toEqual(["a", "b"]);
    expect(jsonLines(stderr)).toEqual([
      { line: 2, error: "not JSON" },
      { line: 5, error: "must be a JSON object" },
      { line: 7, error: "id must be a string or a number" },
      { line: 8, error: "usage is missing" },
      { line: 9, error: "at must be an ISO 8601 time or epoch milliseconds" },
      { line: 10, error: "not UTF-8" },
    ]);
    expect(exitCode).toBe(1);
  });

  it.each([
    ["a body without usage", { choices: [] }, "gpt-4o", "answer_without_usage"],
    ["an error", { error: {} }, "gpt-4o", "error_body"],
    ["a body of no known kind", { hello: 1 }, "gpt-4o", "unknown_shape"],
    ["parts that exceed their whole", { ...chat, prompt_tokens: 1 }, "gpt-4o", "inconsistent_usage"],
    ["an input that is no count", { ...chat, prompt_tokens: -1 }, "gpt-4o", "partial_usage"],
    ["a model that nobody sells", chat, "my-own-model", "unknown_model"],
    ["no model", chat, undefined, "unknown_model"],
  ])("does not price %s, and says why", async (_label, usage, model, unpriced) => {
    const { stdout, exitCode } = await price({ stdin: [line({ id: 1, provider: "openai", model, usage })] });
    expect(jsonLines(stdout)).toEqual([{ id: 1, unpriced }]);
    expect(exitCode).toBe(0);
  });

  it("says what it doubts about a body that it prices", async () => {
    const usage = { ...chat, prompt_tokens: "12" };
    const { stdout } = await price({ stdin: [line({ id: 1, provider: "openai", model: "gpt-4o", usage })] });
    expect(jsonLines(stdout)).toMatchObject([{ buckets: { input_tokens: 12 }, quality_flags: ["usage_malformed"] }]);
  });

  it.each([
    ["the text of a body", JSON.stringify({ usage: chat })],
    ["the text of a stream", `data: {"choices":[]}\r\n\r\ndata: ${JSON.stringify({ usage: chat })}\r\n\r\n`],
    ["the events of a stream", [{ choices: [] }, { usage: chat }]],
  ])("reads %s as the body itself", async (_label, usage) => {
    const ask = (body: unknown) => line({ id: 1, provider: "openai", model: "gpt-4o", usage: body });
    const [whole, other] = jsonLines((await price({ stdin: [ask({ usage: chat }), ask(usage)] })).stdout);
    expect(whole).toHaveProperty("cost_usd");
    expect(other).toEqual(whole);
  });

  it("reads the body as the flavour that it is told", async () => {
    const usage = { input_tokens: 6, cache_read_input_tokens: 4, output_tokens: 9 };
    const ask = (api_flavor: string) => line({ id: api_flavor, provider: "azure", model: "gpt-4o", usage, api_flavor });
    const { stdout } = await price({ stdin: [ask("responses"), ask("anthropic")] });
    expect(jsonLines(stdout)).toMatchObject([{ buckets: { input_tokens: 6 } }, { buckets: { input_tokens: 10 } }]);
  });

  it.each([
    ["a time of a zone", "2026-01-01T01:00:00+01:00"],
    ["a time of no zone, which is UTC", "2026-01-01T00:00:00"],
    ["a day", "2026-01-01"],
    ["milliseconds", Date.UTC(2026, 0, 1)],
  ])("reads %s", (_label, at) => {
    const bytes = Buffer.from(JSON.stringify({ id: 1, usage: chat, at }));
    expect(parsePriceLine({ kind: "line", number: 1, bytes })).toMatchObject({
      question: { at: Date.UTC(2026, 0, 1) },
    });
  });

  it("passes over a line that is longer than any answer", () => {
    expect(parsePriceLine({ kind: "too_long", number: 7 })).toEqual({ kind: "bad", line: 7, error: "too long" });
  });

  it("takes prices of one's own before the built-in ones", async () => {
    const file = join(await mkdtemp(join(tmpdir(), "parapet-price-")), "prices.json");
    writeFileSync(
      file,
      JSON.stringify({
        "gpt-4o": {
          litellm_provider: "openai",
          mode: "chat",
          input_cost_per_token: 0.001,
          output_cost_per_token: 0.002,
        },
      }),
    );
    const usage = { prompt_tokens: 2, completion_tokens: 3 };
    const { stdout } = await price({
      args: ["--prices", file],
      stdin: [line({ id: 1, provider: "openai", model: "gpt-4o", usage })],
    });
    expect(jsonLines(stdout)).toMatchObject([{ input_cost_usd: "0.002", output_cost_usd: "0.006", cost_usd: "0.008" }]);
  });
});

const folder = fixturesFolder();

interface UsageBody {
  readonly model?: string;
  readonly body: unknown;
  readonly extracted: readonly {
    readonly extractors: readonly {
      readonly provider_id: string;
      readonly api_flavor: string;
      readonly input_price?: string;
    }[];
  }[];
}

interface ReferencePrice {
  readonly question: object;
  /** Which body it is; several readings of one have the same. */
  readonly body: number;
  /** Input, output and both, with twelve digits. */
  readonly usd: readonly string[];
}

const AT = "2026-11-01T12:00:00Z";

/** What the pinned release makes of every body that the reference could price, by each provider and flavour. */
function referencePrices(path: string): readonly ReferencePrice[] {
  const bodies: readonly UsageBody[] = readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((text) => JSON.parse(text));
  return bodies.flatMap(({ model, body, extracted }, index) =>
    extracted
      .flatMap(({ extractors }) => extractors)
      .flatMap(({ provider_id: provider, api_flavor, input_price }) => {
        if (input_price === undefined || model === undefined) return [];
        const usd = referenceUsd({ provider, api_flavor, model, body });
        return [{ question: { provider, model, api_flavor, usage: body, at: AT }, body: index, usd }];
      }),
  );
}

interface PricedBody {
  readonly provider: string;
  readonly api_flavor: string;
  readonly model: string;
  readonly body: unknown;
}

function referenceUsd({ provider: providerId, api_flavor, model, body }: PricedBody): readonly string[] {
  const provider = findProvider({ providerId });
  if (provider === undefined) return [];
  const amounts = calcPrice(extractUsage(provider, body, api_flavor).usage, model, {
    providerId,
    timestamp: new Date(AT),
  });
  return amounts === null
    ? []
    : [amounts.input_price, amounts.output_price, amounts.total_price].map((usd) => usd.toFixed(12));
}

describe.skipIf(folder === null)(suiteName("price, on usage bodies of real providers", fixturesAvailability()), () => {
  it("gives what the pinned release of the price data gives, to the last digit", async () => {
    const references = folder === null ? [] : referencePrices(join(folder, "usage/provider-usage-bodies.jsonl"));
    const stdin = references.map(({ question }, id) => line({ id, ...question }));
    const { stdout, exitCode } = await price({ stdin });
    const others = jsonLines(stdout).flatMap((answer, at) => {
      const usd = [answer["input_cost_usd"], answer["output_cost_usd"], answer["cost_usd"]];
      const expected = references[at]?.usd ?? [];
      return usd.every((amount, i) => Number(amount).toFixed(12) === expected[i]) ? [] : [references[at]?.body];
    });
    const bodies = new Set(references.map(({ body }) => body));
    process.stdout.write(
      `${references.length - others.length} of ${references.length} readings, ` +
        `${bodies.size - new Set(others).size} of ${bodies.size} bodies to the same price\n`,
    );
    expect(exitCode).toBe(0);
    expect([references.length, bodies.size]).toEqual([2_091, 784]);
    expect(others).toEqual([]);
  });
});
