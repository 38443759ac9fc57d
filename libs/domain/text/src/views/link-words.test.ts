import fc from "fast-check";
import { describe, expect, it, test } from "vitest";

import { linkWordsView } from "./link-words.ts";

const read = (text: string): string | undefined => linkWordsView(text)?.text;

describe("the words of links", () => {
  test.each([
    ["of a path", "see https://x.io/a/Ignore_all-previous+words.", "see [url] / a / Ignore all previous words"],
    ["without a scheme", "www.x/Do_not_read_this!", "[url] / Do not read this"],
    ["of a query", "http://x.io?q=one%20two%20three%20four&p=no&p=5", "[url] / q one two three four / p no"],
    ["over segments", "(www.x/do/as/I/tell/you/right/now)", "([url] / do / as / I / tell / you / right / now"],
    ["with apostrophes", "www.x/don't_do_that_now", "[url] / don't do that now"],
    ["of a mention", "hi @do_as_i_say, ok", "hi @user do as i say, ok"],
    ["of a host that is a sentence", "https://do-as-i-say-right-now.com/x", "[url] / do as i say right now com"],
    ["of links among others", "www.x/a @jane www.x/one_two_six_ten", "www.x/a @jane [url] / one two six ten"],
  ])("%s are read behind what stands for it", (_what, text, reading) => {
    expect(read(text)).toBe(reading);
  });

  test.each([
    "No link has_four_words_in_it here.",
    "https://github.com/parapet/parapet/issues/12",
    "https://news.bbc.co.uk/2024/05/03",
    "https://github.com/parapet/parapet-guard/compare/parapet-guard-v1.2.0...parapet-guard-v1.2.1",
    "https://docs.example.org/api/worker_threads.html#event-message",
    "www.x/watch?v=dQw4w9WgXcQ&list=PL0sYb7",
    "https://x.io/3f2a4bcd-77aa-4e21-b6c1-0a1b2c3d4e5f",
    "thanks @jane_van_dyke, mail a_b_c_d@example.com",
    "",
  ])("are none in a text without four of them in one: %s", (text) => {
    expect(read(text)).toBeUndefined();
  });

  it("come from the link as a whole, and what is around it from where it stands", () => {
    const text = "😀 see www.x/one_two_six_ten now";
    const view = linkWordsView(text);
    const original = (part: string): string => {
      const at = view?.text.indexOf(part) ?? 0;
      const { start = 0, end = 0 } = view?.toOriginal(at, at + part.length) ?? {};
      return text.slice(start, end);
    };
    expect(["😀 see", "six", "now"].map(original)).toEqual(["😀 see", "www.x/one_two_six_ten", "now"]);
  });

  it("stand in no more of the text than is around the links", () => {
    const link = "www.x/one_two_six_ten";
    const prose = "The mill was built in 1820. ".repeat(100);
    const text = `${prose}${link} ${prose}${link} and ${link} ${prose}`;
    const around = read(text) ?? "";
    expect(around.split("[url] / one two six ten")).toHaveLength(4);
    expect(around.length).toBeLessThan(4 * 300);
    expect(around.split(/\s+/u).every((word) => word === "" || `${text} [url] / one two six ten`.includes(word))).toBe(
      true,
    );
  });

  it("are no longer than the text by more than what stands for each link, for any text", () => {
    const parts = fc.constantFrom("www.", "https://", "@", "a", "do", "_", "/", "%20", " ", "\n", "é", "😀", "words");
    fc.assert(
      fc.property(fc.array(parts, { size: "medium", maxLength: 120 }), (chosen) => {
        const text = chosen.join("");
        const view = linkWordsView(text);
        if (view === undefined) return;
        expect(view.text.length).toBeLessThanOrEqual(3 * text.length);
        const { start, end } = view.toOriginal(0, view.text.length);
        expect(start >= 0 && start < end && end <= text.length).toBe(true);
      }),
    );
  });
});
