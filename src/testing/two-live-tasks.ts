/** Where do most troubles begin? With two runs that have a row each, long past their window. */
import { PublishWorld, type TaskPublisher, type WorldOptions } from "./publish-world.js";

/** A world in which two tasks are under way. */
export interface TwoLiveTasks {
  readonly world: PublishWorld;
  readonly lint: TaskPublisher;
  readonly build: TaskPublisher;
}

/** Both have published; each is about to say its verdict. */
export async function twoLiveTasks(options: WorldOptions = {}): Promise<TwoLiveTasks> {
  const world = new PublishWorld(options);
  const lint = world.publisher({ task: "lint" });
  const build = world.publisher({ task: "build", workflow: "w2.yml", runId: "200" });
  await world.publish(lint, "running");
  await world.publish(build, "running");
  await world.pass(60_000);
  return { world, lint, build };
}
