import { ValidationPipe } from '@nestjs/common';
import { getMetadataStorage, type ValidationError as ClassValidatorError } from 'class-validator';
import { type FieldError, ruleParams, ValidationError } from './field-error';

/** Checks every body and query against its DTO; unknown properties are refused. */
export const validationPipe = () =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    validationError: { target: true },
    exceptionFactory: (errors) => new ValidationError(errors.flatMap((error) => fieldErrors(error))),
  });

function fieldErrors(error: ClassValidatorError, parent = ''): FieldError[] {
  const field = parent + error.property.slice(0, 100);
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
