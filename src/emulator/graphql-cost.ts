/**
 * What does a query cost?
 *
 * As GitHub documents it: one request for each connection, times the `first` or `last` of every
 * connection around it; the sum divided by 100 and rounded is the cost, at least one point.
 */
import { getNamedType, isCompositeType, isObjectType } from "graphql";
import { isInterfaceType, Kind } from "graphql";
import type { DocumentNode, FieldNode, GraphQLNamedType, OperationDefinitionNode } from "graphql";
import type { SelectionSetNode } from "graphql";
import { schema } from "./graphql-document.js";

/** A query's cost, and how many nodes it could return at most. */
export interface QueryCost {
  readonly points: number;
  readonly nodes: number;
}

/** GitHub refuses queries that could return more. */
export const nodesMax = 500_000;

/** The cost of one operation of a valid document. */
export function costOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): QueryCost {
  const total = { requests: 0, nodes: 0 };
  const visit = (set: SelectionSetNode, type: GraphQLNamedType, times: number): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const fieldType = fieldTypeOf(type, selection);
        if (selection.selectionSet === undefined || fieldType === undefined) continue;
        const isConnection = fieldType.name.endsWith("Connection");
        const size = isConnection ? pageSize(selection, operation, variables) : 1;
        if (isConnection) total.requests += times;
        if (isConnection) total.nodes += times * size;
        visit(selection.selectionSet, fieldType, times * size);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : document.definitions.find(
              (node) =>
                node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === selection.name.value,
            );
      if (fragment === undefined || !("selectionSet" in fragment)) continue;
      const condition = "typeCondition" in fragment ? fragment.typeCondition : undefined;
      const narrowed = condition && schema.getType(condition.name.value);
      visit(fragment.selectionSet, narrowed ?? type, times);
    }
  };
  const root = schema.getRootType(operation.operation);
  if (root !== undefined && root !== null) visit(operation.selectionSet, root, 1);
  return { points: Math.max(1, Math.round(total.requests / 100)), nodes: total.nodes };
}

function fieldTypeOf(parent: GraphQLNamedType, field: FieldNode): GraphQLNamedType | undefined {
  if (!isObjectType(parent) && !isInterfaceType(parent)) return undefined;
  const definition = parent.getFields()[field.name.value];
  const type = definition && getNamedType(definition.type);
  return isCompositeType(type) ? type : undefined;
}

function pageSize(
  field: FieldNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  for (const { name, value } of field.arguments ?? []) {
    if (name.value !== "first" && name.value !== "last") continue;
    if (value.kind === Kind.INT) return Number(value.value);
    if (value.kind !== Kind.VARIABLE) continue;
    const given = variables[value.name.value] ?? defaultOf(operation, value.name.value);
    if (typeof given === "number") return given;
  }
  return 0;
}

function defaultOf(operation: OperationDefinitionNode, variable: string): number | undefined {
  const definition = operation.variableDefinitions?.find(
    (node) => node.variable.name.value === variable,
  );
  const value = definition?.defaultValue;
  return value?.kind === Kind.INT ? Number(value.value) : undefined;
}
