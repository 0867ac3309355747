/**
 * Which characters can a text hold? All of Unicode, apart from halves of surrogate pairs.
 *
 * The same set as fast-check's unit "binary", which takes more than a second to be made: too long for
 * each test file that imports a generator.
 */
import fc from "fast-check";

const codePointMax = 0x10ffff;
const surrogateMin = 0xd800;
const surrogates = 0x800;

/** One code point; a text of them is well formed. */
export const anyCharacter: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: codePointMax - surrogates })
  .map((index) => String.fromCodePoint(index < surrogateMin ? index : index + surrogates));
