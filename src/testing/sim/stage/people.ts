/** What do people do to our comment in the middle of everything? */
import type { PeopleKnob } from "../story/knobs.js";
import type { Scene } from "./scene.js";
import type { Trace } from "./trace.js";

/** Somebody does what the knob says to the newest comment of ours, if there is one. */
export function meddle(scene: Scene, people: PeopleKnob, trace: Trace): void {
  const ours = scene.now().comments.findLast(({ byUs, body }) => byUs && body !== undefined);
  const body = ours?.body;
  if (people === "nothing" || ours === undefined || body === undefined) return;
  trace.add("mona", `${people}s comment ${ours.id}`);
  switch (people) {
    case "edit":
      scene.editAsPerson(ours.id, `${body.slice(0, 200)}\nmona was here`);
      return;
    case "delete":
      scene.removeAsPerson(ours.id);
      return;
    case "forge":
      scene.commentAsPerson(body);
      return;
    case "quote":
      scene.commentAsPerson(`> ${body.replaceAll("\n", "\n> ")}`);
      return;
  }
}
