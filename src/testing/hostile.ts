/** Which texts would a hostile or careless task send? Generators for property tests. */
import fc from "fast-check";
import { anyCharacter } from "./any-character.js";

const fragments = [
  ..."`|``|```|````|~~~|<b>|</li>|<!--|-->|<details>|</details>|<img src=x>|<br>|<|>".split("|"),
  ..."@octocat|@org/team|#12|fixes #1|owner/repo#3|GH-12|:tada:|deadbeefcafe|1234567".split("|"),
  ..."https://e.example/x|HTTP://e.example|www.e.example|a@b.example|mailto:a@b.example".split("|"),
  ..."[a](https://e.example)|![i](https://e.example/i.png)|[a]|[a]: https://e.example|[^1]".split(
    "|",
  ),
  ..."[^1]: note|](|]:|](@octocat)|[x](/o/r/issues/1)|[`c`](https://e.example/a_b)".split("|"),
  ..."*|**|_|__|~|~~|$x$|$|\\|\\`|\\[|&lt;|&#64;octocat|&amp;|<!-- rollcall:state|- |> |# ".split(
    "|",
  ),
  ..."1. |    |  |---|===|[ ] |[x] |word|a_b|(|)|!|.|,".split("|"),
  "|",
  "|---|",
  "| - |",
  ":-",
  "| a | b |\n|---|---|\n| ` | <b> | ` |",
  "\n",
  "\n\n",
  "\r",
  "\r\n",
  "\t",
  " ",
  " ",
  "\u2028",
  "\u202e",
  "\u2066",
  "\u200b",
  "\u200d",
  "\ufeff",
  "\u0000",
  "\u001b[31m",
  "\u00a0",
  "\u0301",
  "\ud800",
  "\udc00",
  "😀",
  "👩‍💻",
  "⚠️",
  "日本語",
] as const;

/** A text put together from pieces that mean something to Markdown, GitHub or a terminal. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(fc.constantFrom(...fragments), { maxLength: 14 })
      .map((pieces) => pieces.join("")),
  },
  { weight: 1, arbitrary: fc.string({ unit: anyCharacter, maxLength: 30 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
);

/** An address that may be hostile. */
export const hostileUrl: fc.Arbitrary<string> = fc.oneof(
  hostileText,
  hostileText.map((text) => `https://e.example/${text}`),
  fc.constantFrom("javascript:alert(1)", "https://user:pass@e.example/", "https://e.example"),
);
