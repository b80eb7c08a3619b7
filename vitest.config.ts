import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // A CommonJS package is imported as Node does.
    deps: { interopDefault: false },
    include: ['test/{unit,store,infra}/**/*.test.{ts,tsx}'],
    // The machine that runs the tests may live anywhere; the product always reckons in Thai time.
    testTimeout: 60_000,
    env: { TZ: 'America/New_York' },
  },
});
