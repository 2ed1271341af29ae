/** The house's one rule: core <- integrations, api <- main. */
module.exports = {
  forbidden: [
    {
      name: "core-imports-core-alone",
      severity: "error",
      comment: "The core knows zod and node's built-ins that do no I/O, nothing else.",
      from: { path: "^src/core" },
      to: { pathNot: ["^src/core", "^(node:)?(crypto|stream|events|util)$", "node_modules/zod/"] },
    },
    {
      name: "integrations-do-not-import-each-other",
      severity: "error",
      from: { path: "^src/integrations/([^/]+)/" },
      to: { path: "^src/(integrations|api|main|composition)", pathNot: "^src/integrations/$1/" },
    },
    {
      name: "api-imports-core-alone",
      severity: "error",
      from: { path: "^src/api" },
      to: { path: "^src/", pathNot: "^src/(core|api)/" },
    },
    {
      name: "product-never-imports-tests",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^test/" },
    },
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-dev-dependency-in-the-product",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "node"] },
  },
};
