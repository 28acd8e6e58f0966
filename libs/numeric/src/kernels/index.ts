export { Appender, KernelMemoryFull, newKernelMemory, reserve, type KernelMemory } from './kernel-memory.ts';
