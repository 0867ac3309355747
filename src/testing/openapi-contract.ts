/**
 * Does the modelled GitHub's REST API do what GitHub says of its own?
 *
 * Checks every request and answer against the slice of GitHub's OpenAPI description in
 * `testdata/github/`. A violation is thrown, and kept in `violations`, since a program under test may
 * well survive the failed request that it turns into.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import type { ValidateFunction } from "ajv";
import addFormatsModule from "ajv-formats";
import type { RestContract } from "../emulator/contract.js";
import type { HttpRequest, HttpResponse } from "../emulator/http-message.js";

/** A contract that remembers what violated it. */
export interface OpenApiContract extends RestContract {
  readonly violations: readonly string[];
}

/** What is checked. */
export interface ContractOptions {
  /** False for a test that sends what GitHub refuses. Default true. */
  readonly requests?: boolean;
}

type Schema = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly schema: Schema & { readonly type?: string };
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

type Answer = Content & { readonly headers?: object };

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, Answer>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Checks against `testdata/github/openapi-slice.json`. */
export function openApiContract(options: ContractOptions = {}): OpenApiContract {
  const violations: string[] = [];
  const check = (request: HttpRequest, found: readonly string[]): void => {
    if (found.length === 0) return;
    const text = `${request.method} ${request.url}: ${found.join("; ")}`;
    violations.push(text);
    throw new Error(`GitHub's OpenAPI description is violated by ${text}`);
  };
  return {
    violations,
    checkRequest(request, path) {
      if (options.requests !== false) check(request, requestProblems(request, path));
    },
    checkResponse(request, path, response) {
      check(request, responseProblems(request, path, response));
    },
  };
}

const file = fileURLToPath(new URL("../../testdata/github/openapi-slice.json", import.meta.url));
const description = adapted(JSON.parse(readFileSync(file, "utf8"))) as Description;
const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false });
// The package is CommonJS: its default export is one property further down.
addFormatsModule.default(ajv);
ajv.addSchema(description, "openapi");
const compiled = new Map<unknown, ValidateFunction>();

const patterns = Object.entries(description.paths).map(([pattern, operations]) => ({
  operations,
  expression: new RegExp(`^${pattern.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
  // `/issues/comments/{comment_id}` comes before `/issues/{issue_number}/comments`.
  variables: pattern.split("{").length,
}));
patterns.sort((a, b) => a.variables - b.variables);

function operationOf(
  method: string,
  path: string,
):
  { readonly operation: Operation; readonly values: Readonly<Record<string, string>> } | undefined {
  for (const { operations, expression } of patterns) {
    const match = expression.exec(path);
    const operation = operations[method.toLowerCase()];
    if (match !== null && operation !== undefined) {
      return { operation, values: match.groups ?? {} };
    }
  }
  return undefined;
}

function requestProblems(request: HttpRequest, path: string): string[] {
  const found = operationOf(request.method, path);
  if (found === undefined) return ["the description has no such operation"];
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const parameters = (found.operation.parameters ?? []).map(resolved) as Parameter[];
  const problems: string[] = [];
  for (const name of Object.keys(query)) {
    const known = parameters.some(
      (parameter) => parameter.in === "query" && parameter.name === name,
    );
    if (!known) problems.push(`no query parameter ${name} is described`);
  }
  for (const { name, in: where, schema } of parameters) {
    // Described as a date-time, and in the same breath as one of the ranges of GitHub's search.
    if (name === "created") continue;
    const text = where === "path" ? found.values[name] : query[name];
    if (text !== undefined) {
      problems.push(...schemaProblems(schema, typed(text, schema.type), `${where} ${name}`));
    }
  }
  const body = found.operation.requestBody?.content?.["application/json"];
  if (body === undefined) {
    if (request.body.length > 0) problems.push("a body is not described");
    return problems;
  }
  const value = parsed(request.body);
  if (value === undefined) return [...problems, "the body is no JSON"];
  return [...problems, ...schemaProblems(body.schema, value, "body")];
}

function responseProblems(request: HttpRequest, path: string, response: HttpResponse): string[] {
  const found = operationOf(request.method, path);
  if (found === undefined) return ["the description has no such operation"];
  const described = found.operation.responses[String(response.status)];
  const status = `answer ${String(response.status)}`;
  if (described === undefined) return undescribedProblems(response, status);
  const { content, headers } = resolved(described) as Answer;
  const problems: string[] = [];
  if (
    headers !== undefined &&
    "Location" in headers &&
    response.headers["location"] === undefined
  ) {
    problems.push(`${status} lacks its location header`);
  }
  const schema = content?.["application/json"]?.schema;
  if (schema === undefined) {
    return response.body.length === 0 ? problems : [...problems, `${status} should have no body`];
  }
  const value = parsed(response.body);
  if (value === undefined) return [...problems, `${status} is no JSON`];
  return [...problems, ...schemaProblems(schema, value, status)];
}

const basicError = { $ref: "openapi#/components/schemas/basic-error" };
const validationError = { $ref: "openapi#/components/schemas/validation-error" };

/** Errors that GitHub describes for the API as a whole, not for each operation. */
function undescribedProblems(response: HttpResponse, status: string): string[] {
  if (response.status === 304) {
    return response.body.length === 0 ? [] : [`${status} should have no body`];
  }
  if (response.status < 400) return [`${status} is not described`];
  const schema = response.status === 422 ? validationError : basicError;
  const value = parsed(response.body);
  return value === undefined ? [`${status} is no JSON`] : schemaProblems(schema, value, status);
}

function schemaProblems(schema: Schema, value: unknown, where: string): string[] {
  const validate = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    (problem) => `${where}${problem.instancePath} ${problem.message ?? "is invalid"}`,
  );
}

function resolved(value: object): unknown {
  if (!("$ref" in value)) return value;
  const [, , kind = "", name = ""] = String(value.$ref).split("/");
  return description.components[kind]?.[name];
}

function typed(text: string, type: string | undefined): unknown {
  if (type === "integer" && /^-?\d+$/.test(text)) return Number(text);
  if (type === "boolean" && /^(true|false)$/.test(text)) return text === "true";
  return text;
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as unknown;
  } catch {
    return undefined;
  }
}

/** From OpenAPI 3.0's dialect of JSON Schema to JSON Schema: `nullable`, and references from anywhere. */
function adapted(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(adapted);
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).map(([key, value]): [string, unknown] => [
    key,
    key === "$ref" && typeof value === "string" ? `openapi${value}` : adapted(value),
  ]);
  const { nullable, ...rest } = Object.fromEntries(entries);
  if (nullable !== true) return { ...rest, ...(nullable === undefined ? {} : { nullable }) };
  if (typeof rest["type"] !== "string") return { anyOf: [rest, { type: "null" }] };
  const values: unknown = rest["enum"];
  return {
    ...rest,
    type: [rest["type"], "null"],
    ...(Array.isArray(values) ? { enum: [...(values as unknown[]), null] } : {}),
  };
}
