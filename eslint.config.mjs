import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const pureFiles = [
  'libs/domain/*/src/**/*.ts',
  'libs/formats/src/**/*.ts',
  'libs/numeric/src/**/*.ts',
  'libs/pipeline/*/src/**/*.ts',
  'tools/boundary-fixture/src/*.ts',
];

const directions = [
  { sourceTag: 'layer:domain', onlyDependOnLibsWithTags: ['layer:domain'] },
  { sourceTag: 'layer:numeric', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'layer:formats', onlyDependOnLibsWithTags: ['layer:domain'] },
  {
    sourceTag: 'layer:pipeline',
    onlyDependOnLibsWithTags: ['layer:domain', 'layer:formats', 'layer:numeric'],
  },
  { sourceTag: 'layer:platform', onlyDependOnLibsWithTags: ['layer:domain', 'layer:formats'] },
  { sourceTag: 'layer:infra', onlyDependOnLibsWithTags: ['layer:domain', 'layer:platform'] },
  {
    sourceTag: 'layer:app',
    onlyDependOnLibsWithTags: [
      'layer:domain',
      'layer:formats',
      'layer:numeric',
      'layer:pipeline',
      'layer:platform',
    ],
  },
  { sourceTag: 'layer:tool', onlyDependOnLibsWithTags: ['*'] },
];

const budgets = {
  'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
  complexity: ['error', 8],
  'max-depth': ['error', 3],
  'max-params': ['error', 4],
};

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/.venv/**',
      '.nx/**',
      '.ground/**',
      'tools/boundary-fixture/**/*.ts',
      // AssemblyScript, which has other types and limits.
      'libs/numeric/assembly/*.ts',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strict, ...tseslint.configs.stylistic],
    plugins: { '@nx': nx },
    rules: {
      ...budgets,
      '@nx/enforce-module-boundaries': [
        'error',
        { depConstraints: directions, allow: [], checkDynamicDependenciesExceptions: [] },
      ],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
        { selector: 'TSEnumDeclaration', message: 'Use an "as const" list.' },
      ],
    },
  },
  {
    // A benchmark measures the very classes that the apps run, and a test compares with what they sent: these files
    // name what is taken from them.
    files: ['tools/bench/src/*/apps.ts', 'tools/end-to-end/src/apps.ts'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          depConstraints: directions,
          allow: ['../../../../apps/**', '../../../apps/**'],
          checkDynamicDependenciesExceptions: [],
        },
      ],
    },
  },
  {
    files: pureFiles,
    ignores: ['**/*.test.ts', '**/*.contract.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*'], message: 'Bytes, time and chance are passed in.' }] },
      ],
      'no-restricted-globals': ['error', 'process', 'Buffer', 'setTimeout', 'setInterval', 'fetch'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Pass the time in.' },
        { object: 'Math', property: 'random', message: 'Pass a seeded generator in.' },
      ],
    },
  },
  {
    files: ['**/*.test.ts', '**/*.contract.ts', '*.config.ts'],
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-syntax': 'off',
    },
  },
  prettier,
);
