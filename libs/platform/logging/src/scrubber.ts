const REDACTED = '[REDACTED]';
/** Shorter values would blot out ordinary words. */
const SHORTEST = 4;

/**
 * Takes known secret values out of finished lines, wherever in them they stand. Path-based redaction misses nested
 * keys, other spellings of a header, and error messages; a value is found in all of them.
 */
export class Scrubber {
  #values: string[] = [];

  /** From now on the value, and its form inside a JSON text or an address, no longer leaves. */
  hide(value: string): void {
    if (value.length < SHORTEST) return;
    const forms = [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)];
    // Longest first: a secret that contains another one goes as a whole.
    this.#values = [...new Set([...this.#values, ...forms])].sort((a, b) => b.length - a.length);
  }

  scrub(line: string): string {
    return this.#values.reduce(
      (text, value) => (text.includes(value) ? text.replaceAll(value, REDACTED) : text),
      line,
    );
  }
}
