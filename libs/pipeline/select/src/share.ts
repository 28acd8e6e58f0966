/** Null for what is absent or no share, as precision is where nothing was flagged. */
export function share(value: number | undefined): number | null {
  return value !== undefined && value >= 0 && value <= 1 ? value : null;
}
