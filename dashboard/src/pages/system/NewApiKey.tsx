import { Alert, Button, Checkbox, Code, CopyButton, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client';
import type { ApiKey } from '../../api/models';
import { ProblemNote } from '../../parts/ProblemNote';

type Scope = ApiKey['scopes'][number];
const SCOPES: readonly Scope[] = ['ingest', 'erase', 'metrics'];

/** Makes a key, and then shows it: this once. */
export function NewApiKey({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [scopes, setScopes] = useState<string[]>(['ingest']);
  const create = useMutation({
    mutationFn: (body: { name: string; scopes: Scope[] }) => answerOf(api.POST('/api/v1/api-keys', { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get('name') as string;
    create.mutate({ name, scopes: SCOPES.filter((scope) => scopes.includes(scope)) });
  };

  if (create.data) {
    const { key } = create.data;
    return (
      <Stack>
        <Alert color="yellow" variant="light" role="status" title={t('system.key_once')}>
          <Text size="sm">{t('system.key_once_text')}</Text>
        </Alert>
        <Code block aria-label={t('system.key')} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {key}
        </Code>
        <Group justify="flex-end">
          <CopyButton value={key}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {t(copied ? 'common.copied' : 'common.copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{t('common.done')}</Button>
        </Group>
      </Stack>
    );
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        {create.isError && <ProblemNote error={create.error} />}
        <TextInput
          name="name"
          label={t('system.key_name')}
          description={t('system.key_name_hint')}
          required
          data-autofocus
        />
        <Checkbox.Group label={t('system.scopes')} value={scopes} onChange={setScopes}>
          <Stack gap="xs" mt="xs">
            {SCOPES.map((scope) => (
              <Checkbox
                key={scope}
                value={scope}
                label={t(`system.scope_names.${scope}`)}
                description={t(`system.scope_hints.${scope}`)}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={scopes.length === 0}>
            {t('system.create_key')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
