/** What are the first of something that may be without end, and how many are there? */

/** A map that takes only so many keys; others are counted. */
export class BoundedMap<Value> {
  readonly #sizeMax: number;
  readonly #values = new Map<string, Value>();
  #refused = 0;

  constructor(sizeMax: number) {
    this.#sizeMax = sizeMax;
  }

  /** How many were set, those that were not kept included (a key each time). */
  get total(): number {
    return this.#values.size + this.#refused;
  }

  /** True if the key is kept. */
  has(key: string): boolean {
    return this.#values.has(key);
  }

  /** The value, if it was kept. */
  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  /** Keeps the value, or only counts it if there are too many. */
  set(key: string, value: Value): void {
    if (this.#values.has(key) || this.#values.size < this.#sizeMax) this.#values.set(key, value);
    else this.#refused += 1;
  }

  /** Makes room again. */
  delete(key: string): void {
    this.#values.delete(key);
  }

  /** What was kept, in the order in which it was set first. */
  keys(): readonly string[] {
    return [...this.#values.keys()];
  }

  /** As `keys`. */
  values(): readonly Value[] {
    return [...this.#values.values()];
  }
}
