/** The words that a column may have, found without making a text of the field. */
export class CsvWords<T extends string> {
  readonly words: readonly T[];
  readonly #bytes: readonly Uint8Array[];

  constructor(words: readonly T[]) {
    const encoder = new TextEncoder();
    this.words = words;
    this.#bytes = words.map((word) => encoder.encode(word));
  }

  /** Undefined for any other word. */
  find(bytes: Uint8Array, from: number, to: number): T | undefined {
    for (let i = 0; i < this.#bytes.length; i++)
      if (isAt(this.#bytes[i] as Uint8Array, bytes, from, to)) return this.words[i];
    return undefined;
  }
}

function isAt(word: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from !== word.length) return false;
  for (let i = 0; i < word.length; i++) if (bytes[from + i] !== word[i]) return false;
  return true;
}
