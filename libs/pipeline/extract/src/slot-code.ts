const SLOT = /^\d{1,3}$/;

/**
 * An order's id is its second, a dash and its slot, so beside the order's time the slot alone tells orders apart:
 * one number instead of a text for each order. Up to three digits are read as digits of base 11, 0 being none; the
 * numbers are in the order of the texts ('1', '10', '2').
 * @returns undefined when the id is not of the order's second
 */
export function slotCode(id: string, openTimeMs: number): number | undefined {
  const start = `${Math.floor(openTimeMs / 1000)}-`;
  const slot = id.slice(start.length);
  if (!id.startsWith(start) || !SLOT.test(slot)) return undefined;
  let code = 0;
  for (let i = 0; i < 3; i++) code = 11 * code + (i < slot.length ? slot.charCodeAt(i) - 47 : 0);
  return code;
}

/** The id that `slotCode` was made of. */
export function orderId(code: number, openTimeMs: number): string {
  const digits = [Math.floor(code / 121), Math.floor(code / 11) % 11, code % 11];
  const slot = digits.map((digit) => (digit > 0 ? String(digit - 1) : '')).join('');
  return `${Math.floor(openTimeMs / 1000)}-${slot}`;
}
