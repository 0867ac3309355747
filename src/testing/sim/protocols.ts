/** Which protocols can be played in the simulator's worlds, and by which names? */
import { brokenProtocols } from "./broken-protocols.js";
import { referenceFallbackProtocol, referenceProtocol } from "./reference-protocol.js";
import { rollcallProtocol } from "./rollcall-protocol.js";
import { stickyProtocol } from "./sticky-protocol.js";
import type { Protocol } from "./task-protocol.js";

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
