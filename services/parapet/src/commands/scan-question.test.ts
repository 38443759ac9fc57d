import { describe, expect, it } from "vitest";

import { parseScanLine } from "./scan-question.ts";

const parse = (text: string | Buffer) => parseScanLine({ kind: "line", number: 7, bytes: Buffer.from(text) });

describe("a line of scan", () => {
  it("needs an id and a text", () => {
    expect(parse('{"id":"a","text":""}')).toEqual({
      kind: "question",
      question: { id: "a", text: "", direction: "input" },
    });
  });

  it("may say null where it says nothing", () => {
    const line = '{"id":1,"text":"t","context":null,"direction":null,"entities":null,"language":null,"regions":null}';
    expect(parse(line)).toMatchObject({ kind: "question", question: { direction: "input", entities: undefined } });
  });

  it("may name regions and entities in small letters", () => {
    expect(parse('{"id":1,"text":"t","regions":["de"],"entities":["email_address"]}')).toMatchObject({
      question: { regions: ["DE"], entities: ["EMAIL_ADDRESS"] },
    });
  });

  it.each([
    ["no JSON", "hello", null, "line 7 is not JSON"],
    ["cut off", '{"id":1,"te', null, "line 7 is not JSON"],
    ["a list", "[1]", null, "line 7 must be a JSON object"],
    ["null", "null", null, "line 7 must be a JSON object"],
    ["without an id", '{"text":"t"}', null, "id must be a string or a number"],
    ["with an id of another type", '{"id":true,"text":"t"}', null, "id must be a string or a number"],
    ["with an id that would be rounded", '{"id":9007199254740993,"text":"t"}', null, "id is beyond 2^53"],
    ["without a text", '{"id":3}', 3, "text must be a string"],
    ["with a text of another type", '{"id":"x","text":5}', "x", "text must be a string"],
    ["with another direction", '{"id":4,"text":"t","direction":"up"}', 4, 'direction must be "input" or "output"'],
    ["with entities that are no list", '{"id":4,"text":"t","entities":"X"}', 4, "entities must be a list"],
    ["with an entity that is no name", '{"id":4,"text":"t","entities":[1]}', 4, "entities.0 must be a string"],
    [
      "with several faults",
      '{"id":5,"direction":1}',
      5,
      'text must be a string; direction must be "input" or "output"',
    ],
  ])("that is %s is answered with its id and what is wrong", (_, line, id, error) => {
    const parsed = parse(line);
    expect(parsed).toMatchObject({ kind: "bad", id });
    expect(parsed.kind === "bad" ? parsed.error : "").toContain(error);
  });

  it("is bad when it is no UTF-8: its offsets would be those of another text", () => {
    const bytes = Buffer.concat([Buffer.from('{"id":9,"text":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(parse(bytes)).toEqual({ kind: "bad", id: 9, error: "line 7 is not UTF-8" });
  });

  it("is bad when it is too long", () => {
    expect(parseScanLine({ kind: "too_long", number: 8 })).toEqual({
      kind: "bad",
      id: null,
      error: "line 8 is too long",
    });
  });

  it("never has its content repeated", () => {
    const parsed = parse(
      '{"id":6,"text":{"secret":"hunter2"},"direction":"hunter2","regions":["hunter2",{"hunter2":1}]}',
    );
    expect(JSON.stringify(parsed)).not.toContain("hunter2");
  });
});
