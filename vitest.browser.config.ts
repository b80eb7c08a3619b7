import { defineConfig } from 'vitest/config';

/** The tests that need a browser: the built product in a process of its own, Debian's Chromium in front of it. */
export default defineConfig({
  test: {
    include: ['test/e2e/*.test.ts'],
    globalSetup: 'test/support/browser-setup.ts',
    testTimeout: 180_000,
    hookTimeout: 60_000,
    // Each worker drives a site and a browser.
    maxWorkers: 2,
    bail: 1,
    env: { TZ: 'America/New_York' },
  },
});
