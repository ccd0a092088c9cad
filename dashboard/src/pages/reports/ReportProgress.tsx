import { Alert, Button, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client';
import { useFormats } from '../../i18n/format';
import { Answer } from '../../parts/Answer';
import { isUnderWay } from './is-under-way';

const LOOK_AGAIN_MS = 1_000;

/** Follows a report until its file can be fetched, or will not come. */
export function ReportProgress({ exportId }: { exportId: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const report = useQuery({
    queryKey: ['exports', exportId],
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/analytics/v2/exports/{export_id}', { params: { path: { export_id: exportId } } }),
      ),
    refetchInterval: ({ state: { data } }) => (data && !isUnderWay(data) ? false : LOOK_AGAIN_MS),
  });
  return (
    <Answer query={report} height={90}>
      {({ state, progress, download_url, row_count, file_size_bytes, failure }) => (
        <Stack gap="sm" role="status">
          {download_url ? (
            <>
              <Text>
                {t('reports.ready', { rows: formats.count(row_count), size: formats.bytes(file_size_bytes) })}
              </Text>
              <Button component="a" href={download_url} download>
                {t('reports.download')}
              </Button>
            </>
          ) : state === 'failed' || state === 'cancelled' ? (
            <Alert color="red" variant="light" title={t(`reports.states.${state}`)}>
              {failure?.message}
            </Alert>
          ) : (
            <>
              <Text>{t('reports.writing')}</Text>
              <Progress value={progress} aria-label={t('reports.progress')} animated />
            </>
          )}
        </Stack>
      )}
    </Answer>
  );
}
