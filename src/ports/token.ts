/** Where does the API token come from, and is there a newer one? */

/** A token that may be renewed while the program runs. */
export interface TokenSource {
  /** The token to use now. */
  current(): string;
  /** Reads the source again after a refusal; true if the token is another one now. */
  renew(): Promise<boolean>;
}
