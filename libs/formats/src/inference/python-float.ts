/** A number as Python's repr writes a float: shortest digits, `1.0`, `1e-07`, `1.5e+16`; infinities as `Infinity`. */
export function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Object.is(value, -0)) return '-0.0';
  const magnitude = Math.abs(value);
  // Python's repr writes positional notation for exponents from -4 to 15.
  const isPositional = value === 0 || (magnitude >= 1e-4 && magnitude < 1e16);
  return isPositional ? withPoint(String(value)) : scientific(value);
}

function withPoint(text: string): string {
  return text.includes('.') ? text : `${text}.0`;
}

/** At least two digits in the exponent. */
function scientific(value: number): string {
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits}e${exponent.slice(0, 1)}${exponent.slice(1).padStart(2, '0')}`;
}
