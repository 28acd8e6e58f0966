/** The module's text as it stands in src/row-products/kernels.ts. */
export function kernelsSource(): Promise<string>;
