/**
 * When has everything happened that can happen without time passing?
 *
 * When no promise is left to settle. That is enough because nothing that runs under a virtual clock
 * waits for anything else: no thread pool, no stream, no socket. What did would no longer be
 * deterministic.
 */

/** After so many times the event loop gets its turn, or a test that never ends could not time out. */
const turnEvery = 1_000;
let turns = 0;

/** Resolves when only the passing of time can make anything happen. */
export async function quiet(): Promise<void> {
  // Whoever asks outside of a promise's callback would have his next tick before all promises.
  await Promise.resolve();
  turns += 1;
  await new Promise<void>((resolve) => {
    // Both run only after all microtasks, those that microtasks start included.
    if (turns % turnEvery === 0) setImmediate(resolve);
    else process.nextTick(resolve);
  });
}
