/** How does GitHub word what is wrong with a GraphQL request? */
import type { GraphQLError } from "graphql";
import type { Refusal } from "./comment-rules.js";

/** A problem that a field's resolver met, with GitHub's `type`. */
export class FieldProblem extends Error {
  override readonly name = "FieldProblem";
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }

  /** A refusal in GraphQL's words: without a full stop. */
  static refused(refusal: Refusal): FieldProblem {
    return new FieldProblem(refusal.type, refusal.message.replace(/\.$/, ""));
  }
}

/** One entry of an answer's `errors`. */
export interface ErrorShape {
  readonly type?: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly message: string;
}

/** An error of the execution. */
export function executionError(error: GraphQLError): ErrorShape {
  const problem = error.originalError;
  const known = problem instanceof FieldProblem ? problem : undefined;
  if (problem !== undefined && known === undefined && !isCoercion(error)) {
    throw problem; // A bug of the emulator's own.
  }
  return {
    ...(known === undefined ? {} : { type: known.type }),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(known?.type === "FORBIDDEN" ? { extensions: { saml_failure: false } } : {}),
    ...locationsOf(error),
    message: error.message,
  };
}

/** An error of the validation, reworded where GitHub's own words are known. */
export function validationError(error: GraphQLError, operation: string): ErrorShape {
  for (const { pattern, reword } of rewordings) {
    const match = pattern.exec(error.message);
    if (match !== null) return { path: [operation], ...reword(match), ...locationsOf(error) };
  }
  return { path: [operation], ...locationsOf(error), message: error.message };
}

interface Rewording {
  readonly pattern: RegExp;
  readonly reword: (match: RegExpExecArray) => Pick<ErrorShape, "message" | "extensions">;
}

const rewordings: readonly Rewording[] = [
  {
    pattern: /^Cannot query field "(\w+)" on type "(\w+)"/,
    reword: ([, fieldName = "", typeName = ""]) => ({
      extensions: { code: "undefinedField", typeName, fieldName },
      message: `Field '${fieldName}' doesn't exist on type '${typeName}'`,
    }),
  },
  {
    pattern: /^Unknown argument "(\w+)" on field "\w+\.(\w+)"/,
    reword: ([, argumentName = "", name = ""]) => ({
      extensions: { code: "argumentNotAccepted", name, typeName: "Field", argumentName },
      message: `Field '${name}' doesn't accept argument '${argumentName}'`,
    }),
  },
  {
    pattern: /^Field "(\w+)" of type "(.+)" must have a selection of subfields/,
    reword: ([, nodeName = "", typeName = ""]) => ({
      extensions: { code: "selectionMismatch", nodeName: `field '${nodeName}'`, typeName },
      message: `Field must have selections (field '${nodeName}' returns ${typeName} but has no selections. Did you mean '${nodeName} { ... }'?)`,
    }),
  },
];

/** A value of ours that the schema's type cannot hold, such as a 64-bit id in `databaseId`. */
function isCoercion(error: GraphQLError): boolean {
  return error.message.startsWith("Int cannot represent");
}

function locationsOf(error: GraphQLError): Pick<ErrorShape, "locations"> {
  if (error.locations === undefined) return {};
  return { locations: error.locations.map(({ line, column }) => ({ line, column })) };
}
