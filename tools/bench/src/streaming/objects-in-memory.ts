import type { BatchObjects } from './apps.ts';

/** The latest objects, as a bucket would keep them; older ones are forgotten. */
export class ObjectsInMemory implements BatchObjects {
  readonly #objects = new Map<string, Uint8Array>();
  #bytes = 0;

  /** Of all objects ever put. */
  get bytes(): number {
    return this.#bytes;
  }

  readonly put: BatchObjects['put'] = async (_bucket, key, body, conditions) => {
    if (conditions?.ifNoneMatch && this.#objects.has(key)) return { stored: false, reason: 'precondition' };
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    this.#objects.set(key, bytes);
    this.#bytes += bytes.length;
    const [oldest] = this.#objects.keys();
    if (this.#objects.size > KEPT && oldest !== undefined) this.#objects.delete(oldest);
    return { stored: true, etag: `"${this.#bytes}"` };
  };

  readonly get: BatchObjects['get'] = async (_bucket, key) => {
    const body = this.#objects.get(key);
    return body && { body, etag: '"1"' };
  };
}

/** Three objects a batch. */
const KEPT = 6;
