/** What does GitHub make of a text with `${{ }}` in it? GitHub's own evaluator, over given contexts. */
import { Evaluator, Lexer, Parser, data } from "@actions/expressions";
import type { FunctionDefinition } from "@actions/expressions/funcs/info";

/** What expressions may read: `github`, `matrix`, `steps` and so on, as plain JSON. */
export type Contexts = Readonly<Record<string, unknown>>;

/** How the job's steps have gone so far. */
export interface StepsSoFar {
  readonly failed: boolean;
}

/** The text with every expression in it evaluated. */
export function evaluateText(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    evaluate(expression, contexts, { failed: false }).coerceString(),
  );
}

/** Whether a step's `if:` lets it run; without a status function in it only if nothing has failed. */
export function holds(
  condition: string | undefined,
  contexts: Contexts,
  soFar: StepsSoFar,
): boolean {
  const expression = (condition ?? "success()").replace(/^\s*\$\{\{(.*)\}\}\s*$/s, "$1");
  const asksStatus = /\b(?:success|failure|cancelled|always)\(\)/.test(expression);
  const result = evaluate(
    asksStatus ? expression : `success() && (${expression})`,
    contexts,
    soFar,
  );
  return !["false", "", "0"].includes(result.coerceString());
}

function evaluate(
  expression: string,
  contexts: Contexts,
  { failed }: StepsSoFar,
): data.ExpressionData {
  const functions = Object.entries({
    success: !failed,
    failure: failed,
    cancelled: false,
    always: true,
  }).map(([name, answer]): FunctionDefinition => {
    return { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(answer) };
  });
  const { tokens } = new Lexer(expression).lex();
  const tree = new Parser(tokens, Object.keys(contexts), functions).parse();
  const values = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  const byName = new Map(functions.map((definition) => [definition.name, definition]));
  return new Evaluator(tree, values, byName).evaluate();
}
