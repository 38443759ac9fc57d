import { dialects } from "../dialects/index.ts";
import { loadMappingRows } from "./load-mapping-rows.ts";
import { mappingMutants } from "./mapping-mutants.ts";
import { mistakesOfRows, survivorsOf } from "./survivors.ts";

/**
 * Mutates every row of every dialect's tables and runs the row tests against each mutant. Prints the survivors on stderr
 * and the counts, as one line of JSON, on stdout; exits with 1 where one survived, or a row does not hold as it is.
 */
const startedAtMs = performance.now();
const rows = await loadMappingRows();
const mistakes = mistakesOfRows(dialects, rows);
for (const mistake of mistakes) process.stderr.write(`without a mutation: ${mistake}\n`);
const mutants = mappingMutants(dialects);
const holding = rows.filter((row) => mistakesOfRows(dialects, [row]).length === 0);
const survivors = survivorsOf(mutants, holding);
for (const name of survivors) process.stderr.write(`survived: ${name}\n`);
process.stdout.write(
  `${JSON.stringify({
    rows: rows.length,
    mutants: mutants.length,
    killed: mutants.length - survivors.length,
    survived: survivors.length,
    seconds: Math.round((performance.now() - startedAtMs) / 100) / 10,
  })}\n`,
);
process.exitCode = survivors.length + mistakes.length === 0 ? 0 : 1;
