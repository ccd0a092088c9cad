import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** The one accent; everything else is a neutral, but for the colours of good and bad news. */
const teal: MantineColorsTuple = [
  '#effcf9',
  '#d5f5ee',
  '#a8e9dd',
  '#74d8c8',
  '#45c2b1',
  '#25a596',
  '#15867b',
  '#0f6f67',
  '#0d5852',
  '#0b4843',
];

const SYSTEM_FONTS =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif';

/** The neutrals of the dark theme, with a trace of the accent. */
const dark: MantineColorsTuple = [
  '#e6eaea',
  '#c3cbca',
  '#9aa6a5',
  '#6f7b7a',
  '#3a4243',
  '#2f3637',
  '#1f2425',
  '#181c1d',
  '#131617',
  '#0d0f10',
];

export const theme = createTheme({
  primaryColor: 'teal',
  // Dark enough for white words, in both themes.
  primaryShade: 7,
  colors: { teal, dark },
  fontFamily: SYSTEM_FONTS,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  defaultRadius: 'md',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: { fontFamily: SYSTEM_FONTS, fontWeight: '600' },
  respectReducedMotion: true,
  focusRing: 'auto',
});

/** Surfaces and inks; global.css and the charts use the same names. */
export const surfaces: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f7f8f8',
    '--mantine-color-text': '#16201f',
    '--mantine-color-dimmed': '#5a6766',
    '--mantine-color-placeholder': '#6b7776',
    '--mantine-color-error': '#b42318',
    '--panel': '#ffffff',
    '--line': '#e3e7e7',
    '--accent': teal[7],
    '--accent-soft': teal[0],
    '--good': '#0f6f3f',
    '--warn': '#8a5300',
    '--bad': '#b42318',
    '--series-2': '#8a5a00',
    '--series-3': '#5b55a8',
    '--series-4': '#a13d6b',
  },
  dark: {
    '--mantine-color-body': '#111415',
    '--mantine-color-text': '#e6eaea',
    '--mantine-color-dimmed': '#9aa6a5',
    '--mantine-color-placeholder': '#8a9695',
    '--mantine-color-error': '#ff8f85',
    '--panel': '#181c1d',
    '--line': '#2a3031',
    '--accent': teal[4],
    '--accent-soft': '#12302d',
    '--good': '#5fd49a',
    '--warn': '#f0b65a',
    '--bad': '#ff8f85',
    '--series-2': '#e0b055',
    '--series-3': '#a9a4f0',
    '--series-4': '#ef97bd',
  },
});
