import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "bench/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: ["test/setup.ts"],
    // Most tests wait for real programs; one worker for each core but one would leave the machine idle.
    maxWorkers: 3,
    // Hundreds of real servers come and go on one machine: another's late connection can reach a port that was given anew. A
    // second try tells such a moment from a fault, and is told in the results.
    retry: process.env["CI"] === "true" ? 1 : 0,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
