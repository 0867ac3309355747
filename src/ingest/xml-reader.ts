/**
 * Which elements and texts does an XML file have, as it comes in?
 *
 * Files are strangers': no DTD is obeyed, no entity known but XML's five and numbers, nothing is opened, and
 * a text of any length passes through in pieces.
 */
import sax from "sax";

/** What is found; whatever is not listened to costs nothing. */
export interface XmlHandler {
  /** `attributes` by name, entities already resolved. */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  /** Text or CDATA, perhaps only a piece of it. */
  text(text: string): void;
  close(name: string): void;
}

/** The longest tag, comment or declaration, in characters; a longer text comes in pieces. */
const tokenCharsMax = 4 * 1024 * 1024;
/** `DOCTYPE` and `[CDATA[`: XML has no longer beginning of a declaration. */
const declarationCharsMax = 7;
/** The parser looks at all of a declaration again with each character: it gets no more of one than that. */
const sliceChars = 1_024;
/** Elements within each other; the deepest real ones are ten. */
const depthMax = 200;

/** What the types of the parser lack: named entities only as XML has them. */
const parserOptions: sax.SAXOptions & { readonly strictEntities: boolean } = {
  strictEntities: true,
  position: true,
};
(sax as { MAX_BUFFER_LENGTH?: number }).MAX_BUFFER_LENGTH = tokenCharsMax;

/** Reads XML piece by piece. */
export class XmlReader {
  readonly #parser: sax.SAXParser;
  #problem: string | undefined;
  #sawElement = false;
  #depth = 0;
  /** Since something was found: a tag may have any number of attributes. */
  #chars = 0;

  constructor(handler: XmlHandler) {
    const parser = sax.parser(true, parserOptions);
    parser.onopentag = ({ name, attributes }) => {
      this.#sawElement = true;
      this.#chars = 0;
      this.#depth += 1;
      if (this.#depth > depthMax) this.#fault(`more than ${depthMax} elements within each other`);
      if (this.#problem === undefined) handler.open(localName(name), attributes as Attributes);
    };
    const text = (piece: string): void => {
      this.#chars = 0;
      if (this.#problem === undefined) handler.text(piece);
    };
    parser.ontext = text;
    parser.oncdata = text;
    parser.onclosetag = (name) => {
      this.#chars = 0;
      this.#depth -= 1;
      if (this.#problem === undefined) handler.close(localName(name));
    };
    parser.onsgmldeclaration = () => {
      this.#fault(unknownDeclaration);
    };
    parser.onerror = (error) => {
      this.#fault(faultWords(error));
    };
    this.#parser = parser;
  }

  /** What is wrong with the file, in words behind "found"; nothing after it is read. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** The next piece; false if no more is wanted. */
  push(text: string): boolean {
    for (let from = 0; from < text.length && this.#problem === undefined; from += sliceChars) {
      this.#parser.write(text.slice(from, from + sliceChars));
      const { sgmlDecl } = this.#parser as { sgmlDecl?: string };
      if ((sgmlDecl?.length ?? 0) > declarationCharsMax) this.#fault(unknownDeclaration);
    }
    this.#chars += text.length;
    if (this.#chars > 4 * tokenCharsMax) this.#fault(hugeTag);
    return this.#problem === undefined;
  }

  #fault(what: string): void {
    this.#problem ??= `${what} in line ${this.#parser.line + 1}`;
  }

  /** The file ends here. */
  finish(): void {
    if (this.#problem !== undefined) return;
    if (!this.#sawElement && this.#parser.position === 0) {
      this.#problem = "an empty file";
      return;
    }
    this.#parser.close();
    if (!this.#sawElement) this.#problem ??= "no XML element";
  }
}

type Attributes = Readonly<Record<string, string>>;

/** `junit:testcase` is a `testcase`. */
function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

const unknownDeclaration = "a declaration that XML does not have";
const hugeTag = `a tag of more than ${tokenCharsMax} characters`;

function faultWords({ message }: Error): string {
  const what = (message.split("\n")[0] ?? "").slice(0, 120).replace(/\.$/, "");
  if (what.startsWith("Max buffer length exceeded")) return hugeTag;
  return `a fault (${what === "" ? "no XML" : what.toLowerCase()})`;
}
