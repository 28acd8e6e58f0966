/** The module's text as it stands in src/kernels/kernels.ts. */
export function kernelsSource(): Promise<string>;
