/** How bad is a result, and which rule does it break? (SARIF 2.1.0, 3.27.10 and 3.52.) */
import { type Json, indexOf, objectOf, textOf } from "./sarif-json.js";
import { type SarifLevel, sarifLevels } from "./sarif-report.js";

/** A rule as a result names it; the descriptor is empty if the tool describes no such rule. */
export interface SarifRule {
  readonly id: string;
  readonly descriptor: Json;
}

/** True for the levels that count. */
export function isSarifLevel(level: string): level is SarifLevel {
  return (sarifLevels as readonly string[]).includes(level);
}

/** The result's own level, else its rule's, else `warning`. */
export function levelOf(result: Json, descriptor: Json): string {
  const byRule = textOf(objectOf(descriptor["defaultConfiguration"])["level"]);
  return textOf(result["level"]) ?? byRule ?? "warning";
}

/** The rule of a result: by index in its component, else by its id or what the id begins with. */
export function ruleOf(run: Json, result: Json): SarifRule {
  const reference = objectOf(result["rule"]);
  const id = textOf(result["ruleId"]) ?? textOf(reference["id"]) ?? "";
  const tool = objectOf(run["tool"]);
  const component = indexOf(objectOf(reference["toolComponent"])["index"]);
  const driver = objectOf(tool["driver"]);
  const home = component === undefined ? driver : itemAt(tool["extensions"], component);
  const index = indexOf(result["ruleIndex"]) ?? indexOf(reference["index"]);
  const descriptor = index === undefined ? byId(home, id) : itemAt(home["rules"], index);
  return { id: id === "" ? (textOf(descriptor["id"]) ?? "") : id, descriptor };
}

const rulesById = new WeakMap<object, ReadonlyMap<string, Json>>();

/** `CA1000/1` is a case of the rule `CA1000`. */
function byId(component: Json, id: string): Json {
  const { rules } = component;
  if (!Array.isArray(rules)) return {};
  let known = rulesById.get(rules);
  if (known === undefined) {
    const entries = rules.map(
      (rule) => [textOf(objectOf(rule)["id"]) ?? "", objectOf(rule)] as const,
    );
    known = new Map(entries);
    rulesById.set(rules, known);
  }
  for (let name = id; name !== ""; name = name.slice(0, Math.max(0, name.lastIndexOf("/")))) {
    const rule = known.get(name);
    if (rule !== undefined) return rule;
  }
  return {};
}

function itemAt(list: unknown, index: number): Json {
  return Array.isArray(list) ? objectOf(list[index]) : {};
}
