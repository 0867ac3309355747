/** Which fields do summarised tasks have in JSON? */
import { counterMax, idCharsMax, nameCharsMax, runsMax, summarisedMax } from "../model/limits.js";
import { statuses } from "../model/status.js";
import { type RunSummary, type SummarisedTask, summaryKeyEnd } from "../model/summary.js";
import {
  type JsonField,
  choiceField,
  flagField,
  idField,
  integerField,
  listField,
  recordField,
  textField,
} from "./json-field.js";

const taskField = recordField<SummarisedTask>(
  {
    key: integerField(0, summaryKeyEnd - 1, "Stands in for the task's identity."),
    attempt: integerField(1, counterMax, "The run's attempt."),
    seq: integerField(0, counterMax, "Grows with every entry of the task within one attempt."),
    status: choiceField(statuses, "How the task is doing."),
    final: flagField("True if no further entry is to come from this attempt of the task."),
  },
  ["key", "attempt", "seq", "status", "final"],
  "One task of which only this was kept.",
);

const runField = recordField<RunSummary>(
  {
    workflow: textField(nameCharsMax, "The workflow's path."),
    event: textField(nameCharsMax, "The event that started the run."),
    runId: idField(idCharsMax, "The run's id."),
    tasks: listField(taskField, summarisedMax, "Its summarised tasks."),
  },
  ["workflow", "event", "runId", "tasks"],
  "One run's tasks of which only a summary was kept.",
);

/** The summaries of a roster. */
export const summariesField: JsonField<readonly RunSummary[]> = listField(
  runField,
  runsMax,
  "Tasks of which only a summary was kept, for want of room.",
);
