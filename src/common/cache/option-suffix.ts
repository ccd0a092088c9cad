/**
 * The part of a cache key that optional parameters add: those that differ from their defaults, sorted by name, as
 * `:genre=Drama:weeks=8`. Values are escaped, so that no two lists of options give one text.
 */
export function optionSuffix(options: object, defaults: object): string {
  const standard = new Map<string, unknown>(Object.entries(defaults));
  return Object.entries(options)
    .filter(([name, value]) => value !== undefined && value !== null && value !== standard.get(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `:${name}=${encodeURIComponent(String(value))}`)
    .join('');
}
