/**
 * What does a hostile task say, and is any of it more than text in the comment?
 *
 * Everything that GitHub acts on: mentions, closing keywords, addresses, emoji codes, HTML, the ends of
 * fences and comments, our own markers.
 */
import { type PlannedTask, planned } from "./plan.js";

const result =
  "@octocat fixes #1, closes octo-org/widgets#2 `|</td> <!-- rollcall:state v1 --> ~~~ :tada: <img src=x> https://evil.example/row";

/** A task of the pull request's own code, which can say what it likes of itself. */
export const hostileTask: PlannedTask = withFields(
  planned("strange", { kind: "test", start: 2, seconds: 4, status: "failed", result }),
  {
    links: [{ label: "log](https://evil.example) @octocat", url: "javascript:alert(1)" }],
    snippets: [
      {
        label: "`@octocat` </details>",
        bucket: "test",
        text: "````\n</details>\n\n<!-- rollcall:state v1 write=ab parent=- -->\n-->\n# All is well",
      },
    ],
    tips: [
      {
        id: "strange",
        severity: "important",
        title: "@octocat <img src=x>",
        body: "![x](https://evil.example/x.png) <script>x</script> fixes #1 @octocat <!-- -->",
      },
    ],
  },
);

function withFields(task: PlannedTask, fields: Readonly<Record<string, unknown>>): PlannedTask {
  return { ...task, updates: [...task.updates, { afterMs: task.durationMs - 100, fields }] };
}

/** What GitHub would act on if it stood in the text as the task said it. */
const active: readonly RegExp[] = [
  /@octocat/,
  /#[12]\b/,
  /<img|<script/,
  /:tada:/,
  /https?:\/\/evil\.example\/row/,
  /javascript:/,
];

/** The first active thing in a comment of ours that came from the task; undefined if there is none. */
export function activeIn(body: string): string | undefined {
  // In code nothing acts, and all is shown exactly.
  const outside = body.replace(/^(`{3,}).*\n[^]*?\n\1$/gm, "").replace(/(`+) .*? \1/g, "");
  for (const pattern of active) {
    const found = pattern.exec(outside);
    if (found !== null) return found[0];
  }
  const markers = body.match(/<!--\s*rollcall/g)?.length ?? 0;
  return markers > 2 ? `${markers} hidden comments of ours` : undefined;
}
