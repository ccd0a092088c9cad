/**
 * Which folder may import which: docs/architecture.md in words, this file for the machine.
 * `$1` in a rule stands for the module (or layer) that the first group of `from.path` has caught.
 */

/** Imports run from the right to the left; modules of one tier do not know each other. */
const TIERS = [
  ['identity'],
  ['catalogue'],
  ['analytics'],
  ['experiments', 'realtime', 'importer'],
  ['reports'],
];
const MODULES = TIERS.flat();

const SPEC = '\\.spec\\.ts$';
const KERNEL = '^src/common/kernel/';
const MODULE_INDEX = '^src/modules/[^/]+/index\\.ts$';
const npm = (...names) => `node_modules/(${names.join('|')})/`;

/** A module that stands in no tier may import no other one until it gets its place above. */
const onlyEarlierTiers = MODULES.map((module) => {
  const tier = TIERS.findIndex((names) => names.includes(module));
  const allowed = [module, ...TIERS.slice(0, tier).flat()];
  return {
    name: `modules-one-way-${module}`,
    comment: `${module} may import ${allowed.slice(1).join(', ') || 'no other module'}.`,
    severity: 'error',
    from: { path: `^src/modules/${module}/` },
    to: { path: '^src/modules/', pathNot: `^src/modules/(${allowed.join('|')})/` },
  };
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment:
        'Domain code needs its own domain, the kernel and numbers; clock and seed come in as arguments.',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/domain/', pathNot: SPEC },
      to: {
        pathNot: ['^src/modules/$1/domain/', KERNEL, MODULE_INDEX, npm('@stdlib/[^/]+', '@bsull/augurs')],
      },
    },
    {
      name: 'domain-takes-types-of-others',
      comment: "At run time another module's index brings the framework along.",
      severity: 'error',
      from: { path: '^src/modules/[^/]+/domain/', pathNot: SPEC },
      to: { path: MODULE_INDEX, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'application-inward-only',
      comment:
        'Use cases know ports, not what stands behind them. Hashing and randomness are computing, no I/O.',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/application/', pathNot: SPEC },
      to: {
        pathNot: [
          '^src/modules/$1/(domain|application)/',
          KERNEL,
          MODULE_INDEX,
          npm('@nestjs/common', 'lru-cache', 'uuid', 'rxjs'),
          '^crypto$',
        ],
      },
    },
    {
      name: 'presentation-not-to-infrastructure',
      comment: 'A controller calls a use case; where the data lies is not its business.',
      severity: 'error',
      from: { path: '^src/modules/[^/]+/presentation/' },
      to: { path: ['/infrastructure/', '^src/common/database/', npm('typeorm', '@nestjs/typeorm', 'pg')] },
    },
    {
      name: 'infrastructure-not-to-presentation',
      comment: 'An adapter serves a port of the domain, never a route.',
      severity: 'error',
      from: { path: '^src/modules/[^/]+/infrastructure/' },
      to: { path: '/presentation/' },
    },
    {
      name: 'cross-module-via-index',
      comment: "index.ts is the module's public face.",
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/', pathNot: ['^src/modules/$1/', MODULE_INDEX] },
    },
    {
      name: 'roots-via-index',
      comment: 'The composition root and the commands use modules as other modules do.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/modules/' },
      to: { path: '^src/modules/', pathNot: MODULE_INDEX },
    },
    {
      name: 'common-knows-no-feature',
      severity: 'error',
      from: { path: '^src/common/' },
      to: { path: '^src/(?!common/)' },
    },
    {
      name: 'kernel-is-free',
      comment: 'No framework, no package, no file system: the kernel imports nothing but itself.',
      severity: 'error',
      from: { path: KERNEL, pathNot: SPEC },
      to: { pathNot: KERNEL },
    },
    ...onlyEarlierTiers,
    {
      name: 'modules-have-a-place',
      comment: 'Give the module its tier at the top of this file.',
      severity: 'error',
      from: { path: `^src/modules/(?!(?:${MODULES.join('|')})/)([^/]+)/` },
      to: { path: '^src/modules/', pathNot: '^src/modules/$1/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-to-spec',
      comment: 'What tests share lies below test/.',
      severity: 'error',
      from: {},
      to: { path: SPEC },
    },
    {
      name: 'not-to-dev-dependency',
      comment: 'The image holds production dependencies only; types are gone by then.',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: SPEC },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Imports of types count: a layer that needs another's types depends on it.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
    },
  },
};
