import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import jest from 'eslint-plugin-jest';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const noProcessEnv = [
  "MemberExpression[object.name='process']:matches([property.name='env'], [property.value='env'])",
  "MemberExpression[property.name='env'][object.property.name='process']",
  "VariableDeclarator[init.name='process'] > ObjectPattern > Property[key.name='env']",
  'ImportDeclaration[source.value=/^(node:)?process$/]',
].map((selector) => ({ selector, message: 'Settings are read in src/common/config only.' }));

const noForwardRef = {
  selector: "Identifier[name='forwardRef']",
  message: 'A circular dependency is a design to change, not to wrap.',
};

/** Beyond eslint-plugin-jest, which sees calls only: `const maybe = onLinux ? it : it.skip`, `it.todo`. */
const noTestLeftOut = {
  selector:
    'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(only|skip|todo|failing)$/]',
  message: 'Every test runs, everywhere.',
};

export default defineConfig(
  { ignores: ['**/dist/', '**/*.gen.ts', '**/node_modules/', 'coverage/', '.kinoscope/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  prettier,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { requireDefaultForNonUnion: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-control-regex': 'off',
      'no-restricted-syntax': ['error', ...noProcessEnv, noForwardRef],
    },
  },
  {
    files: ['src/common/config/**'],
    rules: { 'no-restricted-syntax': ['error', noForwardRef] },
  },
  {
    // The benchmarks' own packages may not be installed; their types are then unknown, not wrong.
    files: ['bench/**'],
    rules: {
      'no-restricted-syntax': ['error', noForwardRef],
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts', 'test/**/*.cjs'],
    plugins: { jest },
    rules: {
      'no-restricted-syntax': ['error', noForwardRef, noTestLeftOut],
      'jest/no-focused-tests': 'error',
      'jest/no-disabled-tests': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.spec.ts'],
    extends: [jest.configs['flat/recommended']],
    rules: {
      // Properties judge only the inputs that they speak of; preparations may state what they rely on.
      'jest/no-conditional-expect': 'off',
      'jest/no-standalone-expect': 'off',
      'jest/expect-expect': [
        'error',
        { assertFunctionNames: ['expect', 'expect*', 'fc.assert', '**.expect'] },
      ],
    },
  },
  {
    // The page runs in browsers.
    files: ['dashboard/src/**'],
    languageOptions: { globals: globals.browser },
  },
  {
    // Configuration files: plain JavaScript that no tsconfig covers.
    files: ['**/*.js', '**/*.cjs', '**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
