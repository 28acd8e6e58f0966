/** Writes the U lines of one subscription: an unchanged field is left empty, null is `#`, an empty text `$`. */
export class UpdateLines {
  readonly #head: string;
  #last: readonly (string | null)[] | undefined;

  constructor(subscriptionId: string) {
    this.#head = `U,${subscriptionId},1,`;
  }

  line(values: readonly (string | null)[]): string {
    const last = this.#last;
    this.#last = values;
    const fields = values.map((value, i) => (last && last[i] === value ? '' : encode(value)));
    return this.#head + fields.join('|');
  }
}

function encode(value: string | null): string {
  if (value === null) return '#';
  if (value === '') return '$';
  const safe = /[|\r\n%]/.test(value) ? value.replace(/[|\r\n%]/g, (c) => encodeURIComponent(c)) : value;
  return /^[#$^]/.test(safe) ? encodeURIComponent(safe.charAt(0)) + safe.slice(1) : safe;
}
