import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import { getMetadataStorage, type ValidationError as ClassValidatorError } from 'class-validator';
import { type FieldError, ruleParams, ValidationError } from './field-error';

/** Checks every body and query against its DTO; unknown properties are refused. */
export const validationPipe = () =>
  new InputPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    validationError: { target: true },
    exceptionFactory: (errors) => new ValidationError(errors.flatMap((error) => fieldErrors(error))),
  });

class InputPipe extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.metatype && this.toValidate(metadata)) refuseInherited(value);
    return super.transform(value, metadata) as Promise<unknown>;
  }
}

/**
 * class-transformer leaves out properties named like those that every object has, `__proto__` or `toString`, before
 * anybody could refuse them as unknown, and takes a nested `constructor` for one. Depth is limited by then.
 */
function refuseInherited(value: unknown, parent = ''): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, item] of Object.entries(value)) {
    if (name in Object.prototype)
      throw new ValidationError([{ field: parent + name, rule: 'whitelistValidation', params: {} }]);
    refuseInherited(item, `${parent}${name.slice(0, 100)}.`);
  }
}

function fieldErrors(error: ClassValidatorError, parent = ''): FieldError[] {
  // Without a name: the value itself is no object of the DTO's form.
  const field = parent + ((error.property as string | undefined) ?? '').slice(0, 100);
  const own = Object.keys(error.constraints ?? {}).map((rule) => ({
    field,
    rule,
    params: ruleParams(rule === 'whitelistValidation' ? [] : argumentsOf(error, rule)),
  }));
  return own.concat((error.children ?? []).flatMap((child) => fieldErrors(child, `${field}.`)));
}

/** class-validator's errors carry finished English sentences; the rule's arguments are in its metadata. */
function argumentsOf(error: ClassValidatorError, rule: string): readonly unknown[] {
  const storage = getMetadataStorage();
  const owner = error.target?.constructor;
  if (!owner) return [];
  const metadata = storage
    .getTargetValidationMetadatas(owner, '', true, false)
    .find(
      (candidate) =>
        candidate.propertyName === error.property &&
        storage.getTargetValidatorConstraints(candidate.constraintCls).some(({ name }) => name === rule),
    );
  return (metadata?.constraints as readonly unknown[] | undefined) ?? [];
}
