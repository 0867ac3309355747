/** Which protocols can be played in the simulator's worlds, and by which names? */
import { brokenProtocols } from "./protocols/broken-protocols.js";
import { referenceFallbackProtocol, referenceProtocol } from "./reference/reference-protocol.js";
import { rollcallProtocol } from "./protocols/rollcall-protocol.js";
import { stickyProtocol } from "./protocols/sticky-protocol.js";
import type { Protocol } from "./protocols/task-protocol.js";

/** Those that somebody uses. A new protocol is one more line here. */
export const honestProtocols: Readonly<Record<string, Protocol>> = {
  rollcall: rollcallProtocol,
  reference: referenceProtocol,
  "reference-newest": referenceFallbackProtocol,
  sticky: stickyProtocol,
};

/** What `tools/simulate.mjs --protocol` takes. */
export const protocols: Readonly<Record<string, Protocol>> = {
  ...honestProtocols,
  ...brokenProtocols,
};

/** The protocol of that name. */
export function protocolOf(name: string): Protocol {
  const protocol = protocols[name];
  if (protocol === undefined) {
    throw new RangeError(`no protocol ${name}; there are: ${Object.keys(protocols).join(", ")}`);
  }
  return protocol;
}
