import type { Topic } from "../topic.ts";

/** Questions of programmers to an assistant in their editor. */
export const codeAssistant: Topic = {
  exchanges: [
    {
      question:
        "Refactor this {language} function so that it streams the {data} instead of loading everything into memory.",
      answer:
        "The {component} holds a reference to every element of the {data}. Read it in batches through an iterator, and hand each batch on before the next is read.",
    },
    {
      question: "Why does my {language} service leak {resource} after a few hours under load?",
      answer:
        "Your {resource} are never returned when a request is aborted. Wrap the call in a scope that releases them, and add a test that cancels half way.",
    },
    {
      question: "Write unit tests for the {component} in {language}, including the case of an empty {data}.",
      answer:
        "Here are five tests in {language}: the happy path, an empty {data}, a duplicate key, a timeout of the {component}, and a cancelled call.",
    },
    {
      question: "The build fails with a type error in the {component}. Explain the error and propose a fix.",
      answer:
        "The compiler is right: the {component} may return nothing when the {data} is empty. Narrow the type first, then read the field.",
    },
    {
      question: "Convert this callback code of the {component} to async functions, and keep the order of the {data}.",
      answer:
        "I split the change in two commits. The first moves the parsing out of the {component}; the second makes it asynchronous without changing the order.",
    },
    {
      question: "How do I add pagination to the {data} endpoint without breaking existing clients?",
      answer:
        "Use a cursor instead of an offset. Old clients that send no cursor get the first page of the {data}, so nothing breaks.",
    },
    {
      question: "Review the pull request for the {component}: it changes how {resource} are released.",
      answer:
        "The new code of the {component} releases {resource} twice when the callback throws. Release them in one place, after the last use.",
    },
    {
      question: "Explain the race condition between the {component} and the {resource} pool.",
      answer:
        "The lock of the {component} is taken after the pool of {resource} is read. Take it before, or make the update a compare and swap.",
    },
    {
      question: "Generate a database migration that splits the {data} table and backfills it in batches.",
      answer:
        "The migration adds the new table, copies the {data} in batches of a thousand rows, and switches the readers over before the old column goes.",
    },
    {
      question: "My {language} benchmark got slower after I added logging to the {component}. Where is the time going?",
      answer:
        "Most of the time goes into formatting log lines that are thrown away. Check the level in the {component} before building the text.",
    },
    {
      question: "Add retries with exponential back-off to the {component}, but never retry on a validation error.",
      answer:
        "The {component} now retries timeouts and refused connections up to five times with jitter; a validation error is returned at once.",
    },
  ],
  slots: {
    language: ["TypeScript", "Rust", "Python", "Go", "Java", "Kotlin"],
    data: ["invoice list", "audit log", "search index", "user table", "message queue", "configuration tree"],
    resource: ["file handles", "database connections", "sockets", "worker threads", "buffers"],
    component: ["cache layer", "session store", "job scheduler", "parser", "upload handler", "rate limiter", "router"],
  },
};
