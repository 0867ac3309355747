/** What does GitHub's Markdown make of a text? The parse as a plain tree, for tests of the renderer. */
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

/** A node of the parse. */
export interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly MarkdownNode[];
}

/** The tree of a text. */
export function parseMarkdown(text: string): MarkdownNode {
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/** All nodes of a tree, parents first. */
export function allNodes(root: MarkdownNode): readonly MarkdownNode[] {
  return [root, ...(root.children ?? []).flatMap(allNodes)];
}

/** All nodes of one type. */
export function nodesOf(root: MarkdownNode, type: string): readonly MarkdownNode[] {
  return allNodes(root).filter((node) => node.type === type);
}

/** The text of a tree as a reader sees it, without HTML tags. */
export function textOf(root: MarkdownNode): string {
  if (root.type === "text" || root.type === "inlineCode" || root.type === "code") {
    return root.value ?? "";
  }
  return (root.children ?? []).map(textOf).join("");
}

/** What GitHub would act on in text that is not code, by the rules that it documents. */
const acted: readonly RegExp[] = [
  /@[A-Za-z0-9]/,
  /#\d/,
  /\bgh-\d/i,
  /\b[0-9a-f]{7,40}\b/i,
  // Two digits are no emoji but the minutes of our own dates.
  /:(?!\d\d:)[\w+-]+:/,
  /:\/\//,
  /www\./i,
];

/** The first thing in the tree's text that GitHub would act on; undefined if there is none. */
export function actedOn(root: MarkdownNode): string | undefined {
  for (const { value } of nodesOf(root, "text")) {
    for (const pattern of acted) {
      const found = pattern.exec(value ?? "");
      if (found !== null) return found[0];
    }
  }
  return undefined;
}
