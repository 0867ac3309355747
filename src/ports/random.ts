/** Where does randomness come from? */

/** A source of random numbers. */
export interface Random {
  /** From 0 (included) to 1 (excluded). */
  unit(): number;
  /** Lower-case hexadecimal digits, for ids that must not collide between processes. */
  hex(digits: number): string;
}
