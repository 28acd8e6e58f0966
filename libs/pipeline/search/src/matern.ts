const ROOT_FIVE = Math.sqrt(5);

/** Matern 5/2 correlation at a squared distance. */
export function matern(squaredDistance: number): number {
  const r = ROOT_FIVE * Math.sqrt(squaredDistance);
  return (1 + r + (r * r) / 3) * Math.exp(-r);
}

/** Its derivative by the squared distance. */
export function maternSlope(squaredDistance: number): number {
  const r = ROOT_FIVE * Math.sqrt(squaredDistance);
  return (-5 / 6) * (1 + r) * Math.exp(-r);
}
