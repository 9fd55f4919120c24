import { defineConfig } from 'vitest/config'

const slow = { testTimeout: 60_000, hookTimeout: 120_000 }

/** Test files of one worker share its modules: loading them anew for each file took longer than many tests. */
const shared = { isolate: false, maxWorkers: 2 }

/** Four kinds of tests, from the fastest to the one that opens a real browser; see README "Tests". */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [
            '**/*.db.test.ts',
            'tests/journeys/**',
            'tests/browser/**',
            '**/node_modules/**',
            'dist/**',
          ],
          ...shared,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'database',
          include: ['**/*.db.test.ts'],
          ...shared,
          exclude: ['**/node_modules/**', 'dist/**'],
          globalSetup: 'tests/support/postgres.ts',
          ...slow,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['tests/journeys/**/*.test.ts'],
          ...shared,
          globalSetup: 'tests/support/postgres.ts',
          ...slow,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: 'tests/browser/program.ts',
          maxWorkers: 1,
          ...slow,
        },
      },
    ],
  },
})
