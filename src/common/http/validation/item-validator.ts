import type { Type } from '@nestjs/common';
import { getMetadataStorage, type ValidationArguments } from 'class-validator';
import type { FieldError } from './field-error';
import { ruleParams } from './field-error';

interface Check {
  readonly rule: string;
  readonly args: readonly unknown[];
  readonly isValid: (value: unknown) => boolean;
}

interface Field {
  readonly name: string;
  readonly optional: boolean;
  readonly checks: readonly Check[];
}

/**
 * Compiles the class-validator decorators of a flat DTO into one function that answers the first broken rule,
 * or null. The rules stay written once; running them this way costs a small part of class-validator's own
 * walk, which counts where a thousand items come in one call. Lists are supported by `each`.
 */
export function compileItemValidator(dto: Type): (item: unknown) => FieldError | null {
  const fields = readFields(dto);
  const known = new Set(fields.map((field) => field.name));
  return (item) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      return { field: '', rule: 'isObject', params: {} };
    }
    for (const name of Object.keys(item)) {
      if (!known.has(name)) return { field: name.slice(0, 100), rule: 'whitelistValidation', params: {} };
    }
    for (const field of fields) {
      const value = (item as Record<string, unknown>)[field.name];
      if (field.optional && (value === undefined || value === null)) continue;
      const broken = field.checks.find((check) => !check.isValid(value));
      if (broken) return { field: field.name, rule: broken.rule, params: ruleParams(broken.args) };
    }
    return null;
  };
}

function readFields(dto: Type): Field[] {
  const storage = getMetadataStorage();
  const fields = new Map<string, { optional: boolean; checks: Check[] }>();
  for (const metadata of storage.getTargetValidationMetadatas(dto, '', true, false)) {
    const field = fields.get(metadata.propertyName) ?? { optional: false, checks: [] };
    fields.set(metadata.propertyName, field);
    if (metadata.type === 'conditionalValidation') field.optional = true;
    for (const constraint of storage.getTargetValidatorConstraints(metadata.constraintCls)) {
      const args = { constraints: metadata.constraints } as ValidationArguments;
      const isValid = (value: unknown) => constraint.instance.validate(value, args) as boolean;
      // Decorators run from the last to the first; the first one written is to be checked first.
      field.checks.unshift({
        rule: constraint.name,
        args: metadata.constraints ?? [],
        isValid: metadata.each ? (value) => Array.isArray(value) && value.every(isValid) : isValid,
      });
    }
  }
  return [...fields].map(([name, field]) => ({ name, ...field }));
}
