/** Who is against the pull request of `demo --hostile`, and what did they achieve? */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../ports/clock.js";
import type { Attempt } from "./attempt.js";
import { HostileFork, syncVariables, syncWorkflow } from "./hostile-fork.js";
import { HostilePeople } from "./hostile-people.js";
import { hostileTask } from "./hostile-texts.js";
import { type JobSurroundings, type StartedJob, startSync } from "./job.js";
import type { PlannedWorkflow } from "./plan.js";
import type { DemoFaults, DemoWorld } from "./world.js";

/** The plan with a task whose every text is hostile. */
export function hostilePlan(plan: readonly PlannedWorkflow[]): readonly PlannedWorkflow[] {
  return plan.map((workflow, index) =>
    index === 0 ? { ...workflow, tasks: [...workflow.tasks, hostileTask] } : workflow,
  );
}

/** All of them. */
export class Hostility {
  readonly #people: HostilePeople;
  readonly #fork: HostileFork;

  /** What is there before any task speaks. */
  constructor(
    world: DemoWorld,
    plan: readonly PlannedWorkflow[],
    clock: Clock,
    { noBoard, noEditLog }: DemoFaults,
  ) {
    this.#people = new HostilePeople(world, plan, clock, !(noBoard && noEditLog));
    this.#people.begin();
    this.#fork = new HostileFork(world, plan, clock.wallMs(), this.#people.decoyId);
  }

  /** What happens while tasks run. */
  async play(isRunning: () => boolean): Promise<void> {
    await this.#people.play(isRunning);
  }

  /** The fork's run is over: a trusted workflow publishes for it. */
  async startForkSync(surroundings: JobSurroundings): Promise<StartedJob> {
    const eventPath = join(surroundings.temporaryDirectory, "workflow-run.json");
    await writeFile(eventPath, JSON.stringify(this.#fork.event));
    const job = startSync(surroundings, syncWorkflow, syncVariables(eventPath));
    void job.ended.then(({ exitCode, log }) => {
      this.#fork.noteSync(exitCode, log);
    });
    return job;
  }

  /** What was tried. */
  get attempts(): readonly Attempt[] {
    return [...this.#people.attempts, ...this.#fork.attempts];
  }
}
