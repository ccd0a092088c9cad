import {
  ActionIcon,
  Group,
  SegmentedControl,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, type Language } from '../i18n/i18n';
import { MoonIcon, SunIcon } from '../parts/icons';

const NAMES = [
  { value: 'en', label: 'English' },
  { value: 'ru', label: 'Русский' },
];

/** Language and colours, kept in this browser. */
export function Preferences() {
  const { t, i18n } = useTranslation();
  const scheme = useComputedColorScheme();
  const { setColorScheme } = useMantineColorScheme();
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs">
      <SegmentedControl
        size="xs"
        aria-label={t('shell.language')}
        data={NAMES}
        value={i18n.language}
        onChange={(language) => void chooseLanguage(language as Language)}
      />
      <Tooltip label={t(`shell.theme_${other}`)}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t(`shell.theme_${other}`)}
          onClick={() => setColorScheme(other)}
        >
          {other === 'dark' ? <MoonIcon /> : <SunIcon />}
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
