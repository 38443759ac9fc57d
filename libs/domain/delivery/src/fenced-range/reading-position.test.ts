import { describe, expect, it } from "vitest";

import { explainJump, judgeFetch } from "./reading-position.ts";

describe("messages that were fetched", () => {
  it.each([
    { what: "continue what was read", fetched: 10n, refused: null, verdict: "take" },
    { what: "continue what was read after others were refused", fetched: 10n, refused: 4n, verdict: "take" },
    { what: "may be left over from an earlier generation", fetched: 4n, refused: null, verdict: "refuse" },
    { what: "come from yet another place than those refused", fetched: 12n, refused: 4n, verdict: "refuse" },
    { what: "come from a later place again", fetched: 12n, refused: 12n, verdict: "jumped" },
    { what: "come from an earlier place again, and may be stored", fetched: 4n, refused: 4n, verdict: "moved_back" },
  ])("that $what: $verdict", ({ fetched, refused, verdict }) => {
    expect(judgeFetch({ expected: 10n, refused }, fetched)).toBe(verdict);
  });

  it.each([
    { what: "messages that expired", low: 15n, report: { condition: "retention_gap", messages: 5 } },
    {
      what: "messages that expired, of which more follow behind",
      low: 30n,
      report: { condition: "retention_gap", messages: 8 },
    },
    { what: "offsets without messages", low: 10n, report: { condition: "position_moved", messages: 0 } },
  ])("jump over $what", ({ low, report }) => {
    expect(explainJump({ from: 10n, to: 18n }, low)).toEqual(report);
  });
});
