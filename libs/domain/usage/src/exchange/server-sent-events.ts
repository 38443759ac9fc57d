/**
 * The lines of data of each server-sent event; comments and all other fields are passed over, and an event that the end
 * of the stream cuts still counts, because its data may be whole.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function serverSentEvents(text: string): readonly (readonly string[])[] {
  const events: string[][] = [];
  let lines: string[] = [];
  const dispatch = (): void => {
    if (lines.length > 0) events.push(lines);
    lines = [];
  };
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line === "") dispatch();
    else if (line.startsWith("data:")) lines.push(line.slice("data:".length).trim());
  }
  dispatch();
  return events;
}

/** Whether a text begins as such a stream does. */
export function isServerSent(text: string): boolean {
  return /^(?::|(?:data|event|id|retry):)/.test(text);
}
