/** Which fields does an entry have in JSON, and what may each of them hold? */
import type {
  Command,
  Detail,
  Entry,
  Link,
  QuotaObservation,
  Snippet,
  SnippetBucket,
  Tip,
  TipSeverity,
} from "../model/entry.js";
import {
  commandCharsMax,
  counterMax,
  idCharsMax,
  itemsPerEntryMax,
  legCharsMax,
  nameCharsMax,
  noteCharsMax,
  resultCharsMax,
  snippetCharsMax,
  tipBodyCharsMax,
  urlCharsMax,
} from "../model/limits.js";
import { statuses } from "../model/status.js";
import {
  type JsonFields,
  choiceField,
  flagField,
  idField,
  integerField,
  listField,
  millisecondsField,
  recordField,
  textField,
  urlField,
} from "./json-field.js";

const details: readonly Detail[] = ["lean", "name"];
const severities: readonly TipSeverity[] = ["important", "warning", "suggestion", "info"];
const buckets: readonly SnippetBucket[] = ["build", "test", "timeout"];

const link = recordField<Link>(
  {
    label: textField(nameCharsMax, "The link's text."),
    url: urlField(urlCharsMax, "An https: address; http: only where GitHub itself is reached so."),
  },
  ["label", "url"],
  "A labelled address shown in the row.",
);

const command = recordField<Command>(
  {
    command: textField(commandCharsMax, "The command, as it is typed into a shell."),
    note: textField(noteCharsMax, "One line on what the command does."),
    target: textField(nameCharsMax, "The failing target that it belongs to: a snippet's label."),
  },
  ["command"],
  "A command that reproduces or fixes something.",
);

const tip = recordField<Tip>(
  {
    id: textField(nameCharsMax, "Tips of one id are shown once."),
    severity: choiceField(severities, "How much it matters."),
    title: textField(noteCharsMax, "One line, plain text."),
    body: textField(tipBodyCharsMax, "Markdown."),
    hint: textField(noteCharsMax, "How to silence it; plain text."),
  },
  ["id", "severity", "title", "body"],
  "Advice from a task.",
);

const snippet = recordField<Snippet>(
  {
    label: textField(nameCharsMax, "The failing target or test."),
    kind: textField(nameCharsMax, "The rule or kind, such as sh_test."),
    bucket: choiceField(buckets, "What failed."),
    text: textField(snippetCharsMax, "The lines of the log that matter."),
    truncatedHead: flagField("Lines were left out before the text."),
    truncatedTail: flagField("Lines were left out after the text."),
    durationMs: millisecondsField("How long it took, in milliseconds."),
  },
  ["label", "bucket", "text"],
  "The lines of a log that matter.",
);

/** Every field of an entry that its task tells, in the order in which they are written. */
export const entryFields: JsonFields<Omit<Entry, "detail">> = {
  workflow: textField(nameCharsMax, "The workflow's path, such as .github/workflows/ci.yml."),
  event: textField(nameCharsMax, "The event that started the run, such as pull_request."),
  job: textField(nameCharsMax, "The job's id in the workflow file."),
  leg: textField(
    legCharsMax,
    "The matrix leg, such as node=20, os=linux; empty outside a matrix; a question mark and the job's internal id where nobody told it.",
  ),
  task: textField(nameCharsMax, "The task's name."),
  kind: textField(nameCharsMax, "What sort of work: build, test, lint, format or anything."),
  status: choiceField(statuses, "How the task is doing."),
  final: flagField("True if no further entry is to come from this attempt of the task."),
  result: textField(resultCharsMax, "The text of the row, one line, plain."),
  runId: idField(idCharsMax, "The run's id: a decimal integer on GitHub."),
  attempt: integerField(1, counterMax, "The run's attempt."),
  seq: integerField(0, counterMax, "Grows with every entry of the task within one attempt."),
  abortReason: textField(resultCharsMax, "Why it was aborted, in a few words."),
  failedInPhase: textField(nameCharsMax, "The phase in which it failed."),
  startedAtMs: millisecondsField("When the task started, in milliseconds since 1970."),
  elapsedMs: millisecondsField("How long the task has taken, in milliseconds."),
  jobUrl: urlField(urlCharsMax, "The CI job's own page, on the server itself for GitHub Actions."),
  checkUrl: urlField(urlCharsMax, "The check run's page, on the server itself for GitHub Actions."),
  links: listField(link, itemsPerEntryMax, "Further links, in this order."),
  reproduce: listField(command, itemsPerEntryMax, "Commands that reproduce the failure."),
  fix: listField(command, itemsPerEntryMax, "Commands that fix it."),
  tips: listField(tip, itemsPerEntryMax, "Advice to the reader."),
  snippets: listField(snippet, itemsPerEntryMax, "The lines of logs that matter."),
};

/** Any subset of an entry: what a task may tell about itself. */
export const partialEntryField = recordField<Partial<Omit<Entry, "detail">>>(
  entryFields,
  [],
  "What one task says about itself: any subset of these fields.",
);

/** An entry with what it cannot do without; the rest has defaults. */
export const listedEntryField = recordField<Partial<Entry>>(
  {
    ...entryFields,
    detail: choiceField(details, "Set if what the task told was shortened for want of room."),
  },
  ["task", "status"],
  "What one task said about itself.",
);

/** The budget a token had left. */
export const quotaField = recordField<QuotaObservation>(
  {
    atMs: millisecondsField("GitHub's time of the answer, in milliseconds since 1970."),
    remaining: integerField(0, counterMax, "What is left of the budget."),
    limit: integerField(0, counterMax, "The whole budget."),
    resetAtMs: millisecondsField("When the window ends; 0 when unknown."),
  },
  ["atMs", "remaining", "limit", "resetAtMs"],
  "The budget a token had left.",
);
