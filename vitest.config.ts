// Tests may start processes on two busy cores, so their limits are generous.
import { configDefaults, defineConfig } from "vitest/config";
import { skippedTests } from "./test/skipped-tests.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/python-environment.ts",
    setupFiles: "test/property-seed.ts",
    reporters: [...configDefaults.reporters, skippedTests],
    maxWorkers: 2, // as many as the smallest machine has cores: much of the time a test waits for a process
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: {
      // No client of Google's may look for credentials or a metadata server: tests stay on loopback.
      METADATA_SERVER_DETECTION: "none",
      NO_GCE_CHECK: "true",
      GCE_METADATA_HOST: "127.0.0.1:1",
      // The test environment has of kfp what components need when they run, not what its compiler needs.
      _KFP_RUNTIME: "true",
    },
  },
});
