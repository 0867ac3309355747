/**
 * How does the GraphQL endpoint take a request from its token to its answer?
 *
 * Executed by the `graphql` package, all at one moment: a mutation and what its answer shows are one
 * step. Errors come with status 200, as on GitHub.
 */
import { execute, getOperationAST, OperationTypeNode } from "graphql";
import type { DocumentNode, OperationDefinitionNode } from "graphql";
import { assert } from "../base/assert.js";
import { readView, writeView } from "./behaviour.js";
import { costOf, nodesMax } from "./graphql-cost.js";
import type { GraphqlContext } from "./graphql-context.js";
import { readDocument, schema } from "./graphql-document.js";
import { executionError, validationError } from "./graphql-errors.js";
import type { ErrorShape } from "./graphql-errors.js";
import { mutationRoot, queryRoot } from "./graphql-roots.js";
import type { HttpRequest, HttpResponse } from "./http-message.js";
import { graphqlOperation } from "./operation.js";
import type { Address, Operation } from "./operation.js";
import { badCredentials, callerOf, noUserAgent, primaryLimitMessage } from "./refusals.js";
import { secondaryLimit } from "./refusals.js";
import { error, json } from "./rest-answer.js";
import type { TokenRecord } from "./token.js";
import type { World } from "./world.js";

const documentationUrl = "https://docs.github.com/graphql";

interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

interface Job {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly asked: Asked;
}

/** The GraphQL API. */
export class GraphqlService {
  readonly #world: World;
  readonly #tokens: ReadonlyMap<string, TokenRecord>;

  constructor(world: World, tokens: ReadonlyMap<string, TokenRecord>) {
    this.#world = world;
    this.#tokens = tokens;
  }

  /** Which operation the request asks for. */
  describe(request: HttpRequest): Operation {
    const asked = askedBy(request);
    if (asked === undefined) return { name: "query", class: "graphql-read" };
    return graphqlOperation(readDocument(asked.query).document, asked.operationName);
  }

  /** The answer, still without the headers that all answers have. */
  answer(request: HttpRequest, address: Address): HttpResponse {
    if (request.headers["user-agent"] === undefined) return noUserAgent();
    const caller = callerOf(request, this.#tokens);
    if (caller.kind === "unknown") return badCredentials();
    if (caller.kind === "anonymous") {
      return error(401, "This endpoint requires you to be authenticated.", { documentationUrl });
    }
    if (request.method !== "POST") return error(404, "Not Found", { documentationUrl });
    const asked = askedBy(request);
    if (asked === undefined) return error(400, "Problems parsing JSON", { documentationUrl });
    this.#world.ledger.add(caller.token.token, "graphqlRequests");
    const { document, errors } = readDocument(asked.query);
    const { class: kind } = graphqlOperation(document, asked.operationName);
    if (document === undefined || errors.length > 0) {
      this.#charge(caller.token, 1);
      return failed(
        errors.map((problem) =>
          validationError(problem, kind === "graphql-write" ? "mutation" : "query"),
        ),
      );
    }
    const operation = getOperationAST(document, asked.operationName);
    if (operation === null || operation === undefined) {
      const name = asked.operationName;
      const message =
        name === undefined ? "An operation name is required" : `No operation named "${name}"`;
      return failed([{ message }]);
    }
    return this.#run({ document, operation, asked }, caller.token, address);
  }

  #run(job: Job, token: TokenRecord, address: Address): HttpResponse {
    const { clock, limits, behaviour, ledger } = this.#world;
    const cost = costOf(job.document, job.operation, job.asked.variables);
    if (cost.nodes > nodesMax) {
      const message = `This query requests up to ${cost.nodes.toLocaleString("en-US")} possible nodes which exceeds the maximum limit of 500,000.`;
      return failed([{ type: "MAX_NODE_LIMIT_EXCEEDED", message }]);
    }
    const nowMs = clock.nowMs();
    if (limits.view(token, "graphql", nowMs).remaining < cost.points) {
      ledger.add(token.token, "rateLimited");
      return failed([{ type: "RATE_LIMITED", message: primaryLimitMessage(token) }]);
    }
    const isWrite = job.operation.operation === OperationTypeNode.MUTATION;
    const maxima = { perMinute: behaviour.writesPerMinuteMax, perHour: behaviour.writesPerHourMax };
    if (isWrite && !limits.admitWrite(token, nowMs, maxima)) {
      ledger.add(token.token, "rateLimited");
      return secondaryLimit(403, 60);
    }
    this.#charge(token, cost.points);
    const view = isWrite ? writeView(behaviour, nowMs) : readView(behaviour, nowMs);
    const budget = limits.view(token, "graphql", nowMs);
    const context = { world: this.#world, token, view, bases: address, cost, budget };
    const answer = executed(job, context, isWrite);
    if (isWrite) ledger.add(token.token, "writes");
    if (isWrite && answer.errors !== undefined) ledger.add(token.token, "writesRefused");
    return json(200, answer);
  }

  #charge(token: TokenRecord, points: number): void {
    this.#world.limits.charge(token, "graphql", points, this.#world.clock.nowMs());
    this.#world.ledger.add(token.token, "graphqlPoints", points);
  }
}

function executed(
  job: Job,
  context: GraphqlContext,
  isWrite: boolean,
): { readonly data?: unknown; readonly errors?: readonly ErrorShape[] } {
  const result = execute({
    schema,
    document: job.document,
    operationName: job.operation.name?.value ?? null,
    variableValues: job.asked.variables,
    rootValue: isWrite ? mutationRoot(context) : queryRoot(context),
    contextValue: context,
  });
  assert(!(result instanceof Promise), "a GraphQL request is executed in one step");
  return {
    ...(result.data === undefined ? {} : { data: result.data }),
    ...(result.errors === undefined ? {} : { errors: result.errors.map(executionError) }),
  };
}

function failed(errors: readonly ErrorShape[]): HttpResponse {
  return json(200, { errors });
}

/** The request's JSON, or undefined if it is none or holds no query. */
function askedBy(request: HttpRequest): Asked | undefined {
  try {
    const value = JSON.parse(new TextDecoder().decode(request.body)) as Partial<Asked> | null;
    if (typeof value?.query !== "string") return undefined;
    const { query, variables, operationName } = value;
    return { query, variables: variables ?? {}, operationName: operationName ?? undefined };
  } catch {
    return undefined;
  }
}
