import { defineConfig } from 'vitest/config';

/** Tests that take minutes: many kills, many cuts. CI runs them, `npm test` does not. */
export default defineConfig({
  test: {
    include: ['{apps,libs,tools}/**/*.slow.test.ts'],
    environment: 'node',
    pool: 'forks',
    testTimeout: 600_000,
  },
});
