/** Which text do the bytes of an XML file make? */

/** Turns bytes into text, piece by piece. */
export class XmlText {
  #decoder: InstanceType<typeof TextDecoder> | undefined;

  /** The next bytes as text; the first piece decides the encoding, and should not be tiny. */
  push(bytes: Uint8Array): string {
    this.#decoder ??= new TextDecoder(encodingOf(bytes));
    return this.#decoder.decode(bytes, { stream: true });
  }

  /** What was left of an unfinished character. */
  finish(): string {
    return this.#decoder?.decode() ?? "";
  }
}

/** By byte order mark, by the zeros of UTF-16, by declaration; a name that nobody knows is taken for UTF-8. */
function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return "utf-16be";
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200));
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(
    start.toString("latin1"),
  )?.[1];
  // Bytes that begin with an ASCII declaration are no UTF-16, whatever it says.
  if (declared === undefined || /^utf-?16/i.test(declared)) return "utf-8";
  try {
    return new TextDecoder(declared).encoding;
  } catch {
    return "utf-8";
  }
}
