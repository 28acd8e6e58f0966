/** What is used of WebAssembly: its types come with those of a browser only. */
type WebAssemblyNamespace = {
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => KernelMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

export const { Memory, Module, Instance } = (
  globalThis as unknown as { readonly WebAssembly: WebAssemblyNamespace }
).WebAssembly;

/** Memory that the kernels read, and that threads share: it may be posted to a worker. */
export type KernelMemory = {
  /** As large as the memory was when it was asked for. */
  readonly buffer: SharedArrayBuffer;
  /** Adds zeroed pages, for whoever asked alone; answers how many there were before. @throws RangeError past 4 GiB */
  readonly grow: (pages: number) => number;
};

export const PAGE_BYTES = 65_536;
/** 4 GiB: what 32-bit addresses reach. Only what is grown into is memory. */
const MOST_PAGES = 65_536;

export function newKernelMemory(): KernelMemory {
  return new Memory({ initial: 0, maximum: MOST_PAGES, shared: true });
}

/** Rows that do not fit into one memory. */
export class KernelMemoryFull extends Error {
  override readonly name = 'KernelMemoryFull';
}

/** Room for so many bytes, a multiple of a page away from any other; answers where it begins. @throws KernelMemoryFull */
export function reserve(memory: KernelMemory, bytes: number): number {
  try {
    return memory.grow(Math.ceil(bytes / PAGE_BYTES)) * PAGE_BYTES;
  } catch {
    throw new KernelMemoryFull(
      `${bytes} bytes more are over the 4 GiB that the rows of one training may have`,
    );
  }
}

/** Float32 arrays one after the other, in memory that only this appends to. */
export class Appender {
  readonly #memory: KernelMemory;
  /** Where the first one begins; known with it. */
  start = 0;
  #end = 0;
  #room = 0;

  constructor(memory: KernelMemory) {
    this.#memory = memory;
  }

  /** @throws KernelMemoryFull */
  append(values: Float32Array): void {
    const bytes = 4 * values.length;
    if (bytes > this.#room) this.#grow(bytes - this.#room);
    new Float32Array(this.#memory.buffer, this.#end, values.length).set(values);
    this.#end += bytes;
    this.#room -= bytes;
  }

  #grow(bytes: number): void {
    const at = reserve(this.#memory, bytes);
    if (this.#end === 0) [this.start, this.#end] = [at, at];
    this.#room += Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES;
  }
}
