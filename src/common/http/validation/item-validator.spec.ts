import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsCleanText, IsId } from './constraints';
import { compileItemValidator } from './item-validator';

class ItemDto {
  @IsId()
  id: string;

  @IsInt()
  @Min(0)
  @Max(9)
  count: number;

  @IsOptional()
  @IsCleanText(1, 5)
  name?: string | null;
}

const validate = compileItemValidator(ItemDto);
const valid = { id: '00000000-0000-0000-0000-000000000001', count: 3 };

describe('compileItemValidator', () => {
  it('passes what the decorators allow', () => {
    expect(validate(valid)).toBeNull();
    expect(validate({ ...valid, name: null })).toBeNull();
    expect(validate({ ...valid, name: 'Анна' })).toBeNull();
  });

  it.each([
    [{ ...valid, id: 'x' }, 'id', 'isId', {}],
    [{ count: 1 }, 'id', 'isId', {}],
    [{ ...valid, count: 1.5 }, 'count', 'isInt', {}],
    [{ ...valid, count: '3' }, 'count', 'isInt', {}],
    [{ ...valid, count: 10 }, 'count', 'max', { a: '9' }],
    [{ ...valid, count: NaN }, 'count', 'isInt', {}],
    [{ ...valid, name: 'longer' }, 'name', 'isCleanText', { a: '1', b: '5' }],
    [{ ...valid, name: 'a\0b' }, 'name', 'isCleanText', { a: '1', b: '5' }],
    [{ ...valid, name: '\ud800' }, 'name', 'isCleanText', { a: '1', b: '5' }],
    [{ ...valid, more: 1 }, 'more', 'whitelistValidation', {}],
    [null, '', 'isObject', {}],
    [[], '', 'isObject', {}],
    ['text', '', 'isObject', {}],
  ])('names the field and the rule that %j breaks', (item, field, rule, params) => {
    expect(validate(item)).toEqual({ field, rule, params });
  });

  it('knows properties of Object’s prototype from own ones', () => {
    expect(validate(JSON.parse('{"__proto__": {"id": 1}}'))).toMatchObject({ rule: 'whitelistValidation' });
  });
});
