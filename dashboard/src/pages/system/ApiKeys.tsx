import { Button, Modal, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client';
import type { ApiKey } from '../../api/models';
import { useFormats } from '../../i18n/format';
import { Answer } from '../../parts/Answer';
import { ConfirmButton } from '../../parts/ConfirmButton';
import { DataTable } from '../../parts/DataTable';
import { Panel } from '../../parts/Panel';
import { ProblemNote } from '../../parts/ProblemNote';
import { NewApiKey } from './NewApiKey';

export function ApiKeys() {
  const { t } = useTranslation();
  const formats = useFormats();
  const queries = useQueryClient();
  const [making, setMaking] = useState(false);
  const keys = useQuery({ queryKey: ['api-keys'], queryFn: () => answerOf(api.GET('/api/v1/api-keys')) });
  const revoke = useMutation({
    mutationFn: (key_id: string) =>
      answerOf(api.DELETE('/api/v1/api-keys/{key_id}', { params: { path: { key_id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['api-keys'] }),
  });

  return (
    <Panel
      title={t('system.keys')}
      lead={t('system.keys_lead')}
      actions={
        <Button size="xs" onClick={() => setMaking(true)}>
          {t('system.new_key')}
        </Button>
      }
    >
      {revoke.isError && <ProblemNote error={revoke.error} />}
      <Answer
        query={keys}
        height={160}
        isEmpty={({ items }) => items.length === 0}
        empty={t('system.no_keys')}
      >
        {({ items }) => (
          <DataTable<ApiKey>
            caption={t('system.keys')}
            columns={[
              { key: 'name', header: t('system.key_name'), cell: ({ name }) => name, heading: true },
              {
                key: 'scopes',
                header: t('system.scopes'),
                cell: ({ scopes }) => scopes.map((scope) => t(`system.scope_names.${scope}`)).join(', '),
              },
              {
                key: 'created',
                header: t('system.created'),
                cell: (key) => formats.moment(key.created_at),
                numeric: true,
              },
              {
                key: 'used',
                header: t('system.last_used'),
                cell: (key) => (key.last_used_at ? formats.moment(key.last_used_at) : t('system.never_used')),
                numeric: true,
              },
              {
                key: 'revoke',
                header: <span className="visually-hidden">{t('system.revoke')}</span>,
                numeric: true,
                cell: ({ id, name }) => (
                  <ConfirmButton
                    text={t('system.revoke')}
                    title={t('system.revoke_title', { name })}
                    onConfirm={() => revoke.mutateAsync(id)}
                  >
                    <Text size="sm">{t('system.revoke_text')}</Text>
                  </ConfirmButton>
                ),
              },
            ]}
            rows={items}
            keyOf={({ id }) => id}
          />
        )}
      </Answer>
      <Modal
        opened={making}
        onClose={() => setMaking(false)}
        title={t('system.new_key')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <NewApiKey onClose={() => setMaking(false)} />
      </Modal>
    </Panel>
  );
}
