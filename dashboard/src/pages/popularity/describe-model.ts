/** The single methods that forecasts are made of, as the service names them. */
export const METHODS = [
  'snaive',
  'weekdaymedian',
  'ses',
  'theta',
  'mstl',
  'median7',
  'median14',
  'revert180',
  'revert365',
] as const;
type Method = (typeof METHODS)[number];

export interface ModelDescription {
  readonly kind: 'linear' | 'cold_start' | 'seasonal' | 'single' | 'combined' | 'other';
  readonly methods: readonly Method[];
}

/** What a version such as `auto_v1.0:theta+mstl` says of the method. */
export function describeModel(version: string): ModelDescription {
  const [family = '', list = ''] = version.split(':');
  if (family.startsWith('linear')) return { kind: 'linear', methods: [] };
  if (family.startsWith('cold_start')) return { kind: 'cold_start', methods: [] };
  if (family.startsWith('seasonal')) return { kind: 'seasonal', methods: [] };
  const methods = list.split('+').flatMap((name) => METHODS.find((method) => method === name) ?? []);
  if (methods.length === 0) return { kind: 'other', methods };
  return { kind: methods.length === 1 ? 'single' : 'combined', methods };
}
