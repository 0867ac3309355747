import { getOperationAST, parse } from "graphql";
import { expect, test } from "vitest";
import { costOf } from "./graphql-cost.js";

function cost(text: string, variables: Record<string, unknown> = {}): unknown {
  const document = parse(text);
  const operation = getOperationAST(document);
  const { points, nodes } = costOf(document, operation!, variables);
  return [points, nodes];
}

const pull = (fields: string): string =>
  `query($n: Int = 60, $m: Int) { repository(owner: "o", name: "r") { pullRequest(number: 1) { ${fields} } } }`;
const edits = "userContentEdits(last: 5) { totalCount }";

test("a query costs its connections' requests by the hundred, and at least one point", () => {
  expect(cost("{ viewer { login } }")).toEqual([1, 0]);
  expect(cost(pull(`comments(first: 100) { totalCount }`))).toEqual([1, 100]);
  // One request for the comments and 100 for their edits.
  expect(cost(pull(`comments(first: 100) { nodes { ${edits} } }`))).toEqual([1, 600]);
  const twice = `comments(first: 100) { nodes { a: ${edits} b: ${edits} } }`;
  expect(cost(pull(twice))).toEqual([2, 1_100]);
  // 149 requests are rounded down, 150 up.
  expect(cost(pull(`comments(first: 74) { nodes { a: ${edits} b: ${edits} } }`))).toEqual([1, 814]);
  expect(cost(pull(`comments(first: 75) { nodes { a: ${edits} b: ${edits} } }`))).toEqual([2, 825]);
});

test("page sizes may come from variables and their defaults", () => {
  const text = pull(`comments(first: $n) { nodes { userContentEdits(first: $m) { totalCount } } }`);
  expect(cost(text, { m: 10 })).toEqual([1, 660]);
  expect(cost(text, { n: 100, m: 1 })).toEqual([1, 200]);
});

test("fragments count where they are used", () => {
  const text = `${pull("...A ... on PullRequest { comments(first: 2) { totalCount } }")}
    fragment A on PullRequest { x: comments(last: 90) { edges { node { a: ${edits} b: ${edits} } } } }`;
  expect(cost(text)).toEqual([2, 2 + 90 + 2 * 450]);
});
