const REDACTED = '[REDACTED]';
/** Shorter values would blot out ordinary words. */
const SHORTEST = 4;

/**
 * Takes known secret values out of finished lines, wherever in them they stand. Path-based redaction misses nested
 * keys, other spellings of a header, and error messages; a value is found in all of them.
 */
export class Scrubber {
  #values: string[] = [];

  /** From now on the value no longer leaves, nor any of the forms that a text around it gives it. */
  hide(value: string): void {
    if (value.length < SHORTEST) return;
    // Longest first: a secret that contains another one goes as a whole.
    this.#values = [...new Set([...this.#values, ...formsOf(value)])].sort((a, b) => b.length - a.length);
  }

  scrub(line: string): string {
    return this.#values.reduce(
      (text, value) => (text.includes(value) ? text.replaceAll(value, REDACTED) : text),
      line,
    );
  }
}

/** As it is, inside JSON, inside JSON that is a text of JSON, inside an address and inside a form's body. */
function formsOf(value: string): string[] {
  const inJson = JSON.stringify(value).slice(1, -1);
  const inJsonText = JSON.stringify(inJson).slice(1, -1);
  const inAddress = encodeURIComponent(value.toWellFormed());
  const inForm = new URLSearchParams({ '': value }).toString().slice(1);
  return [value, inJson, inJsonText, inAddress, inForm];
}
