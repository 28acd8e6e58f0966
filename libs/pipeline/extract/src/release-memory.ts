/**
 * Gives the memory of columns back at once. Waiting for the collector would keep it through the most crowded moments:
 * to the collector a column of megabytes is one small object.
 */
export function releaseMemory(...columns: readonly { readonly buffer: ArrayBufferLike }[]): void {
  for (const { buffer } of columns) if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0);
}
