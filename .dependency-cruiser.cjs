/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'Decisions are pure: the domain imports only itself and zod.',
      severity: 'error',
      from: { path: '^shared/domain' },
      to: { pathNot: ['^shared/domain', '^node_modules/zod'] },
    },
    {
      name: 'shared-imports-no-function',
      severity: 'error',
      from: { path: '^shared' },
      to: { path: '^(functions|infra|test)' },
    },
    {
      name: 'capabilities-stay-apart',
      severity: 'error',
      from: { path: '^functions/([^/]+)/' },
      to: { path: '^functions/', pathNot: '^functions/$1/' },
    },
    {
      name: 'infra-knows-functions-by-path',
      severity: 'error',
      from: { path: '^infra' },
      to: { path: '^functions' },
    },
    {
      name: 'planner-knows-the-domain-only',
      severity: 'error',
      from: { path: '^shared/planner' },
      to: { pathNot: ['^shared/(planner|domain)', '^node_modules/(zod|highs)', '^node:'] },
    },
    {
      name: 'auditor-shares-no-code',
      comment: 'What checks a simulated year must not be wrong together with it: it shares data only.',
      severity: 'error',
      from: { path: '^infra/local/simulation/audit' },
      to: {
        pathNot: [
          '^infra/local/simulation/audit',
          '^shared/domain/holidays-th',
          '^node_modules/(postal-mime|ical\\.js)/',
        ],
      },
    },
    {
      name: 'product-imports-no-test',
      severity: 'error',
      from: { path: '^(functions|infra|shared)' },
      to: { path: '^test' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
