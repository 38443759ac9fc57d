import { decodedViews } from "../../decode/decoded-views.ts";
import { encodingSignals } from "../../decode/encoding-signals.ts";
import { normaliseText } from "../../normalise/normalise-text.ts";
import { searchViews } from "../search-views.ts";

/** Prints what reading texts costs, in nanoseconds of CPU per UTF-16 unit: the fastest of several runs. */

const length = 1_000_000;
const runs = 9;

const chat =
  "Hi Anna, could you help me to rewrite this letter? We met on Monday, and I'd like to thank them for the 3 offers " +
  "(see page 12). It should be short, friendly and not too formal; the last one was 450 words long. Thanks a lot!\n";

const texts: Readonly<Record<string, string>> = {
  "English chat": chat,
  "English chat with typographic quotes": chat.replaceAll("'", "’"),
  French: "L'été dernier, nous avons dîné à la plage où les élèves jouaient près du café; ça m'a plu énormément. ",
  Russian: "Прошлым летом мы ужинали на пляже, где играли школьники, и мне это очень понравилось. ",
  Chinese: "去年夏天我们在海滩上吃晚饭，学生们在咖啡馆附近玩耍，我非常喜欢。",
  Hindi: "पिछली गर्मियों में हमने समुद्र तट पर रात का खाना खाया और मुझे बहुत अच्छा लगा। ",
  "Chat about versions": chat.replace("Monday", "day2").replace("letter", "JavaScript"),
  Code: 'export function add(a: number, b: number): number { return a + b; } // sums "both"\n',
};

const readings: Readonly<Record<string, (text: string) => unknown>> = {
  normaliseText,
  encodingSignals,
  decodedViews,
  searchViews,
};

for (const [label, unit] of Object.entries(texts)) {
  const text = Buffer.from(unit.repeat(Math.ceil(length / unit.length)).slice(0, length)).toString();
  for (const [name, read] of Object.entries(readings)) {
    const ns = (fastestMicroseconds(() => read(text)) * 1000) / text.length;
    process.stdout.write(`${JSON.stringify({ text: label, function: name, nsPerUnit: Number(ns.toFixed(3)) })}\n`);
  }
}

for (const [name, read] of Object.entries(readings)) {
  const short = chat.slice(0, 85);
  const calls = 100_000;
  const microseconds = fastestMicroseconds(() => {
    for (let call = 0; call < calls; call += 1) read(short);
  });
  const ns = (microseconds * 1000) / calls;
  process.stdout.write(`${JSON.stringify({ text: "85 units of chat", function: name, nsPerCall: Math.round(ns) })}\n`);
}

function fastestMicroseconds(run: () => unknown): number {
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...times);
}
