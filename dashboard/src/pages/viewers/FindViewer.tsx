import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Opens the profile of a viewer whose id is known. */
export function FindViewer() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const id = (new FormData(event.currentTarget).get('id') as string).trim();
    setWrong(!UUID.test(id));
    if (UUID.test(id)) void navigate(`/viewers/${id.toLowerCase()}`);
  };
  return (
    <form onSubmit={submit} role="search">
      <Group gap="xs" align="flex-start" wrap="nowrap">
        <TextInput
          name="id"
          aria-label={t('viewers.find')}
          placeholder={t('viewers.find')}
          error={wrong && t('viewers.find_wrong')}
          w={240}
        />
        <Button type="submit" variant="default">
          {t('viewers.open')}
        </Button>
      </Group>
    </form>
  );
}
