/** What was found out about a text lately, so that it need not be found out again? */

/** Values by text; once the texts together are too long, the oldest are forgotten. */
export class Recent<Value> {
  readonly #values = new Map<string, Value>();
  readonly #charsMax: number;
  #chars = 0;

  constructor(charsMax: number) {
    this.#charsMax = charsMax;
  }

  /** The text's value; made, and remembered, if it is not known. What throws is not remembered. */
  get(text: string, make: (text: string) => Value): Value {
    const known = this.#values.get(text);
    if (known !== undefined) return known;
    const value = make(text);
    this.#chars += text.length;
    this.#values.set(text, value);
    for (const oldest of this.#values.keys()) {
      if (this.#chars <= this.#charsMax) break;
      this.#chars -= oldest.length;
      this.#values.delete(oldest);
    }
    return value;
  }
}
