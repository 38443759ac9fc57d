/**
 * Words by which English is told from what only looks like words: the most frequent ones, and those that stand beside
 * what is worth hiding.
 */
export const commonWords: ReadonlySet<string> = new Set(
  `the and you for are not but had has was all any can her his one our out who get how now see way she him its let
   that with have this will your from they know want been good much some time when come here just like long make many
   more only over such take than them well were what which their would there could other about these first after
   think where right before through because should people between
   is it in to of my me be we us do go if or on at by an as no so up he am
   number address phone email mail card credit debit account bank name names password passwords passwd secret secrets
   token tokens login user username admin administrator root access system prompt prompts key keys code social security
   birth date passport licence license insurance tax medical patient
   ignore instructions instruction previous forget disregard reveal override bypass jailbreak execute delete attack
   kill bomb weapon drugs hack hacker malware exploit steal fuck shit sex porn hate death murder suicide
   please send write tell give call contact reach home work company example test hello world message com org net`
    .trim()
    .split(/\s+/),
);
