/**
 * Which tests ran, and which of them failed, according to a JUnit XML file?
 *
 * There is no standard: Surefire, Gradle, pytest, jest-junit, Vitest, gotestsum, CTest and Bazel each write
 * their own. Counted are the cases, whatever the attributes of their suites claim. Memory is constant.
 */
import { clipText } from "./excerpt-lines.js";
import { type JUnitFailure, type JUnitReport, durationMsOf } from "./junit-report.js";
import { nameCharsMax } from "../model/limits.js";
import { TextEnds } from "./text-ends.js";
import { type XmlHandler, XmlReader } from "./xml-reader.js";

/** So many failures are kept: more are only counted. */
export const failuresMax = 10;
/** Of a failure's text, either end. */
const textCharsMax = 16 * 1024;
/** Of a message, which is mostly a line. */
const messageCharsMax = 4_000;

/** Takes text, piece by piece. */
export class JUnitReader {
  readonly #cases = new CaseCounter();
  readonly #xml = new XmlReader(this.#cases);

  /** The next piece; false if the file is faulty and no more is wanted. */
  push(text: string): boolean {
    return this.#xml.push(text);
  }

  /** What the file said. */
  finish(): JUnitReport {
    this.#xml.finish();
    const problem =
      this.#xml.problem ?? (this.#cases.isJUnit ? undefined : "XML without a testsuite");
    return { ...this.#cases.report(), problem };
  }
}

type Attributes = Readonly<Record<string, string>>;

/** What is told of a case (or of a suite itself) while it is open. */
interface OpenCase {
  readonly label: string;
  readonly durationMs: number | undefined;
  readonly isCase: boolean;
  /** CTest's word for what was skipped, switched off or not found. */
  readonly isNotRun: boolean;
  verdict: "passed" | "failed" | "skipped";
  isFlaky: boolean;
  message: string;
  body: TextEnds | undefined;
  output: TextEnds | undefined;
}

type WritableFailure = { -readonly [Key in keyof JUnitFailure]: JUnitFailure[Key] };

class CaseCounter implements XmlHandler {
  readonly #suites: OpenSuite[] = [];
  readonly #failures: WritableFailure[] = [];
  readonly #counts = { passed: 0, failed: 0, skipped: 0, flaky: 0, declaredFailed: 0 };
  #case: OpenCase | undefined;
  /** The last suite that could not be loaded. */
  #unloaded: string | undefined;
  #sink: TextEnds | undefined;
  #sinkDepth = 0;
  #depth = 0;
  isJUnit = false;

  report(): Omit<JUnitReport, "problem"> {
    return { ...this.#counts, failures: this.#failures };
  }

  open(name: string, attributes: Attributes): void {
    this.#depth += 1;
    if (this.#sink !== undefined) return;
    switch (name) {
      case "testsuites":
      case "testsuite":
        this.#openSuite(name, attributes);
        break;
      case "testcase":
        this.isJUnit = true;
        this.#case ??= openCase(
          attributes,
          this.#suites.map((suite) => suite.name),
        );
        break;
      case "failure":
      case "error":
      case "rerunFailure":
      case "rerunError":
        this.#fail(attributes);
        break;
      case "flakyFailure":
      case "flakyError":
        if (this.#case !== undefined) this.#case.isFlaky = true;
        break;
      case "skipped":
        if (this.#case?.isNotRun === true && notFound.test(attributes["message"] ?? "")) {
          this.#fail(attributes);
        } else if (this.#case?.verdict === "passed") this.#case.verdict = "skipped";
        break;
      case "system-out":
      case "system-err":
        this.#listen(this.#case === undefined ? this.#suites.at(-1)?.output : this.#outputOfCase());
        break;
    }
  }

  text(text: string): void {
    this.#sink?.push(text);
  }

  close(name: string): void {
    if (this.#depth === this.#sinkDepth) this.#sink = undefined;
    this.#depth -= 1;
    if (this.#sink !== undefined) return;
    const isOfSuite = this.#case?.isCase === false;
    if (name === "testcase" || (isOfSuite && /^(?:failure|error)$/.test(name))) this.#closeCase();
    else if (name === "testsuite" || name === "testsuites") this.#closeSuite();
  }

  #openSuite(element: string, attributes: Attributes): void {
    this.isJUnit = true;
    const isOutermost = !this.#suites.some((suite) => suite.counts);
    const counts = isOutermost && (attributes["failures"] ?? attributes["errors"]) !== undefined;
    if (counts) {
      this.#counts.declaredFailed +=
        countOf(attributes["failures"]) + countOf(attributes["errors"]);
    }
    const name = element === "testsuite" ? (attributes["name"] ?? "") : "";
    this.#suites.push({ name, counts, silent: [], output: undefined });
  }

  /** A suite's output follows its cases: it is of use for a failure that itself says nothing. */
  #closeSuite(): void {
    const suite = this.#suites.pop();
    if (suite?.output === undefined || suite.output.isBlank) return;
    for (const failure of suite.silent) failure.output ??= suite.output.pieces();
  }

  #fail(attributes: Attributes): void {
    const failed = (this.#case ??= openSuiteAsCase(this.#suites.at(-1)?.name ?? ""));
    const isFirst = failed.body === undefined;
    failed.verdict = "failed";
    if (!isFirst || this.#failures.length >= failuresMax) return;
    failed.message = clipText(attributes["message"] ?? attributes["type"] ?? "", messageCharsMax);
    failed.body = new TextEnds(textCharsMax);
    this.#listen(failed.body);
  }

  #outputOfCase(): TextEnds | undefined {
    const open = this.#case;
    if (open?.body === undefined || !open.body.isBlank) return undefined;
    return (open.output ??= new TextEnds(textCharsMax));
  }

  #listen(sink: TextEnds | undefined): void {
    this.#sink = sink;
    this.#sinkDepth = this.#depth;
  }

  #closeCase(): void {
    const closed = this.#case;
    this.#case = undefined;
    if (closed === undefined) return;
    // jest-junit tells of a suite that could not be loaded twice: what was printed, and the error as JSON.
    if (closed.label === this.#unloaded) return;
    if (closed.label.startsWith(unloaded)) this.#unloaded = closed.label;
    this.#counts[closed.verdict] += 1;
    if (closed.isFlaky && closed.verdict === "passed") this.#counts.flaky += 1;
    if (closed.verdict !== "failed" || closed.body === undefined) return;
    const { label, message, durationMs, body, output } = closed;
    const said = output === undefined || output.isBlank ? undefined : output.pieces();
    const text = body.isBlank ? undefined : body.pieces();
    const failure: WritableFailure = { label, message, body: text, output: said, durationMs };
    this.#failures.push(failure);
    const suite = this.#suites.at(-1);
    if (suite === undefined || text !== undefined || said !== undefined) return;
    suite.silent.push(failure);
    suite.output ??= new TextEnds(textCharsMax);
  }
}

interface OpenSuite {
  readonly name: string;
  /** True if its attributes were counted, so that those within it are not. */
  readonly counts: boolean;
  /** Failures that say nothing themselves. */
  readonly silent: WritableFailure[];
  output: TextEnds | undefined;
}

/** CTest and GoogleTest say in an attribute what others say by an element. */
const notRun = /^(?:notrun|disabled|skipped|suppressed)$/i;
/** So jest-junit calls the class of a case that stands for a suite. */
const unloaded = "Test suite failed to run/";
/** CTest writes a test whose program is not there as skipped, and itself counts it as failed. */
const notFound = /^Unable to find (?:executable|required file)/;

/** A case within suites, the outermost first. */
function openCase(attributes: Attributes, suites: readonly string[]): OpenCase {
  const { name = "", classname = "", time, duration, status = "", result = "" } = attributes;
  return {
    label: labelOf(classname, name, suites) || suites.at(-1) || "unnamed",
    durationMs: durationMsOf(time ?? duration),
    isCase: true,
    isNotRun: status === "notrun",
    verdict: notRun.test(status) || notRun.test(result) ? "skipped" : "passed",
    isFlaky: false,
    message: "",
    body: undefined,
    output: undefined,
  };
}

function openSuiteAsCase(suite: string): OpenCase {
  return { ...openCase({}, [clipText(suite, nameCharsMax)]), isCase: false };
}

function labelOf(className: string, name: string, suites: readonly string[]): string {
  return clipText(wholeName(className, name, suites).replace(/\s+/g, " ").trim(), nameCharsMax);
}

function wholeName(className: string, name: string, suites: readonly string[]): string {
  if (className === "") return name;
  if (name === "") return className;
  // Node's runner calls every case's class so; what surrounds a case is its suites.
  if (className === "test") return [...suites, name].filter((part) => part !== "").join(" > ");
  return isWhole(name, className) ? name : `${className}/${name}`;
}

/** True if the name begins or ends with the class (the defaults of jest-junit and Mocha), not within a word. */
function isWhole(name: string, className: string): boolean {
  const isEdge = (index: number): boolean => !/\w/.test(name.charAt(index));
  return (
    (name.startsWith(className) && isEdge(className.length)) ||
    (name.endsWith(className) && isEdge(name.length - className.length - 1))
  );
}

function countOf(text: string | undefined): number {
  return text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0;
}
