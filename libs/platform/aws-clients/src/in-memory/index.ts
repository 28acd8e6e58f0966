export { createInMemoryStorage } from './create-in-memory-storage.ts';
