/** What do people do to our comment in the middle of everything? */
import type { GitHubModel } from "./github-model.js";
import type { PeopleKnob } from "./knobs.js";
import type { Trace } from "./trace.js";

/** Somebody does what the knob says to the newest comment of ours, if there is one. */
export function meddle(github: GitHubModel, people: PeopleKnob, trace: Trace): void {
  const ours = github.comments.findLast(
    ({ byUs, deletedAtMs }) => byUs && deletedAtMs === Number.POSITIVE_INFINITY,
  );
  const body = ours?.versions.at(-1)?.body;
  if (people === "nothing" || ours === undefined || body === undefined) return;
  trace.add("mona", `${people}s comment ${ours.number}`);
  switch (people) {
    case "edit":
      github.update(ours.number, `${body.slice(0, 200)}\nmona was here`, false);
      return;
    case "delete":
      github.remove(ours.number);
      return;
    case "forge":
      github.create(body, false);
      return;
    case "quote":
      github.create(`> ${body.replaceAll("\n", "\n> ")}`, false);
      return;
  }
}
