import { describe, expect, test } from "vitest";
import { allowedLinks, linkRulesOf } from "./link-rules.js";

const workflow = ".github/workflows/ci.yml";
const rules = linkRulesOf("https://github.com", "https://api.github.com");
const page = "https://github.com/octo-org/widgets/actions/runs/1/job/2";

describe("a row of GitHub Actions", () => {
  test("leads to the server's pages, and its links to any https address", () => {
    const links = [{ label: "a", url: "https://example.com/" }];
    const fields = { workflow, jobUrl: page, checkUrl: page, links };
    expect(allowedLinks(fields, rules)).toEqual({ fields, dropped: [] });
    expect(allowedLinks(fields, rules).fields).toBe(fields);
  });

  test.each([
    "https://github.com.evil.example/x",
    "https://evil.example/github.com",
    "https://github.com@evil.example/",
    "https://evil.example\\@github.com/",
    "https://github.com:8443/x",
    "http://github.com/octo-org/widgets",
    "https:///github.com/x",
    "javascript:alert(1)//github.com",
  ])("does not lead to %s", (jobUrl) => {
    const { fields, dropped } = allowedLinks(
      { workflow, task: "unit", jobUrl, checkUrl: page },
      rules,
    );
    expect(fields).toEqual({ workflow, task: "unit", checkUrl: page });
    expect(dropped).toEqual([
      `jobUrl: expected a page of github.com, found ${JSON.stringify(jobUrl)}; left out`,
    ]);
  });

  test("loses a bad link alone", () => {
    const good = { label: "b", url: "https://example.com/" };
    const links = [{ label: "a", url: "http://example.com/" }, good];
    expect(allowedLinks({ workflow, links }, rules)).toEqual({
      fields: { workflow, links: [good] },
      dropped: ['links[0]: expected https:, found "http://example.com/"; left out'],
    });
  });
});

test("a row of another CI host leads to any https address", () => {
  const jobUrl = "https://jenkins.example:8443/job/1";
  expect(allowedLinks({ workflow: "nightly", jobUrl }, rules).dropped).toEqual([]);
  expect(allowedLinks({ workflow: "nightly", jobUrl: "http://jenkins/1" }, rules).dropped).toEqual([
    'jobUrl: expected https:, found "http://jenkins/1"; left out',
  ]);
});

test.each([
  ["https://github.com", "https://api.github.com", ["github.com"], false],
  ["https://ghe.example:8443", "https://ghe.example:8443/api/v3", ["ghe.example:8443"], false],
  ["https://octo.ghe.com", "https://api.octo.ghe.com", ["octo.ghe.com"], false],
  // Told by --api-url alone: the server's own name is its API's.
  ["https://github.com", "http://ghe.example/api/v3", ["github.com", "ghe.example"], true],
])("%s with %s has the pages of %j", (server, api, pageHosts, allowsHttp) => {
  expect(linkRulesOf(server, api)).toEqual({ pageHosts, allowsHttp });
});

test("http is good where GitHub itself is reached so", () => {
  const http = linkRulesOf("http://ghe.example", "http://ghe.example/api/v3");
  const fields = {
    workflow,
    jobUrl: "http://ghe.example/o/n/actions/runs/1",
    links: [{ label: "a", url: "http://logs.example/" }],
  };
  expect(allowedLinks(fields, http).dropped).toEqual([]);
});
