import type { PriceName } from './prices.ts';

/** So much of one thing. */
export type Usage = { readonly price: PriceName; readonly quantity: number; readonly what: string };

/** The same again and again. */
export function times(usage: readonly Usage[], count: number): readonly Usage[] {
  return usage.map((one) => ({ ...one, quantity: one.quantity * count }));
}

/** Lines of the same thing as one. */
export function added(...usages: readonly (readonly Usage[])[]): readonly Usage[] {
  const byThing = new Map<string, Usage>();
  for (const one of usages.flat()) {
    const thing = `${one.price} ${one.what}`;
    byThing.set(thing, { ...one, quantity: one.quantity + (byThing.get(thing)?.quantity ?? 0) });
  }
  return [...byThing.values()];
}
