/** Which fields does a roster have in JSON besides its entries? Payloads have them too. */
import {
  nameCharsMax,
  counterMax,
  entriesMax,
  idCharsMax,
  runsMax,
  snippetCharsMax,
} from "../model/limits.js";
import type { Entry } from "../model/entry.js";
import type { Lane, Run, RunStatus, Shown } from "../model/roster.js";
import { listedEntryField } from "./entry-fields.js";
import { readEntry } from "./entry-json.js";
import {
  type JsonField,
  type JsonFields,
  choiceField,
  idField,
  integerField,
  listField,
  patternField,
  recordField,
  textField,
} from "./json-field.js";

const lanes: readonly Lane[] = ["pull-request", "merge-queue"];
const runStatuses: readonly RunStatus[] = ["queued", "in_progress", "completed"];
/** Choices are made under small caps; they only gather over joins. */
const shownItemsMax = 10_000;
const shownCharsMax = nameCharsMax + snippetCharsMax;

const listedRunField = recordField<Partial<Run>>(
  {
    workflow: textField(nameCharsMax, "The workflow's path."),
    event: textField(nameCharsMax, "The event that started the run."),
    runId: idField(idCharsMax, "The run's id."),
    attempt: integerField(1, counterMax, "The run's attempt."),
    status: choiceField(runStatuses, "How far the run has come."),
    conclusion: textField(nameCharsMax, "GitHub's conclusion; empty until completed."),
    name: textField(nameCharsMax, "The workflow's display name."),
  },
  ["runId"],
  "One workflow run.",
);

/** A run, with defaults for all but its id. */
const runField: JsonField<Run> = {
  schema: listedRunField.schema,
  read: (value, path, problems) => {
    const fields = listedRunField.read(value, path, problems);
    if (fields?.runId === undefined) return undefined;
    const defaults = { workflow: "", event: "", attempt: 1, conclusion: "" };
    return { ...defaults, status: "in_progress", ...fields, runId: fields.runId };
  },
};

const entryField: JsonField<Entry> = { schema: listedEntryField.schema, read: readEntry };

const shownKeys = listField(
  textField(shownCharsMax, "What was chosen."),
  shownItemsMax,
  "What stays chosen.",
);

/** The parts of rosters and payloads. */
export interface RosterParts {
  readonly lane: Lane;
  readonly head: string;
  readonly runs: readonly Run[];
  readonly entries: readonly Entry[];
  readonly shown: Partial<Shown>;
}

/** How the parts are read. */
export const rosterPartFields: JsonFields<RosterParts> = {
  lane: choiceField(lanes, "Which of a pull request's comments."),
  head: patternField(idCharsMax, /^[\x21-\x7e]*$/, "a commit", "The pull request's head commit."),
  runs: listField(runField, runsMax, "The workflow runs of the head."),
  entries: listField(entryField, entriesMax, "The tasks of the head, each at its newest moment."),
  shown: recordField<Partial<Shown>>(
    { snippets: shownKeys, reproduce: shownKeys, fix: shownKeys },
    [],
    "What stays chosen once it was shown under a cap.",
  ),
};

/** The choices with those lists that are missing. */
export function completeShown(shown: Partial<Shown>): Shown {
  return { snippets: [], reproduce: [], fix: [], ...shown };
}
