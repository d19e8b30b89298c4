import { defineConfig } from 'vitest/config';

const isLong = process.env['HUB_TEST'] === 'long';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', ...(isLong ? ['test/**/*.long.ts'] : [])],
    exclude: ['node_modules/**'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
