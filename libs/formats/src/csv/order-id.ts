const ZERO = 48;
const DASH = 45;

/**
 * An order's id is the second it was placed in, a dash and its slot, so that it is held in numbers: no text for each
 * order of a large file.
 */
export class OrderId {
  second = NaN;
  /** Digits of the second, leading zeros included. */
  digits = NaN;
  slot = NaN;

  /** Reads 1 to 12 digits, a dash and 1 to 3 digits. @returns false for anything else */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    const dash = digitsEnd(bytes, from, to);
    if (bytes[dash] !== DASH || !isFrom1To(12, dash - from)) return false;
    if (digitsEnd(bytes, dash + 1, to) !== to || !isFrom1To(3, to - dash - 1)) return false;
    this.digits = dash - from;
    this.second = 0;
    for (let at = from; at < dash; at++) this.second = 10 * this.second + (bytes[at] as number) - ZERO;
    this.slot = slotCode(bytes, dash + 1, to);
    return true;
  }

  /** Whether the id is one of an order that was placed in this second. */
  isOf(second: number): boolean {
    return this.second === second && (this.digits === 1 || second >= 10 ** (this.digits - 1));
  }

  get text(): string {
    return `${String(this.second).padStart(this.digits, '0')}-${slotText(this.slot)}`;
  }
}

/**
 * A slot of up to three digits as one number: digits of base 11, 0 being none. The numbers are in the order of the
 * texts ('1', '10', '2').
 */
function slotCode(bytes: Uint8Array, from: number, to: number): number {
  let code = 0;
  for (let i = 0; i < 3; i++) code = 11 * code + (from + i < to ? (bytes[from + i] as number) - ZERO + 1 : 0);
  return code;
}

/** The slot that `OrderId.slot` stands for. */
export function slotText(code: number): string {
  const digits = [Math.floor(code / 121), Math.floor(code / 11) % 11, code % 11];
  return digits.map((digit) => (digit > 0 ? String(digit - 1) : '')).join('');
}

function digitsEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && (bytes[at] as number) >= ZERO && (bytes[at] as number) <= ZERO + 9) at++;
  return at;
}

function isFrom1To(most: number, count: number): boolean {
  return count >= 1 && count <= most;
}
