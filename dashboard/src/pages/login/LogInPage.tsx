import { Alert, Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Brand } from '../../app/Brand';
import { Preferences } from '../../app/Preferences';
import { ProblemNote } from '../../parts/ProblemNote';
import { readEndReason } from '../../session/session';
import { logIn } from '../../session/log-in';
import classes from './LogInPage.module.css';

export function LogInPage() {
  const { t } = useTranslation();
  const attempt = useMutation({ mutationFn: logIn });
  useEffect(() => {
    document.title = `${t('login.title')} · Kinoscope`;
  }, [t]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const field = (name: string) => form.get(name) as string;
    attempt.mutate({ email: field('email'), password: field('password') });
  };

  return (
    <main className={classes.page}>
      <Stack w="100%" maw={380} gap="lg">
        <Brand />
        <Paper component="form" withBorder p="xl" radius="lg" className={classes.card} onSubmit={submit}>
          <Stack>
            <div>
              <Title order={1} fz={20}>
                {t('login.title')}
              </Title>
              <Text c="dimmed" size="sm">
                {t('login.lead')}
              </Text>
            </div>
            {readEndReason() === 'expired' && !attempt.isError && (
              <Alert color="yellow" variant="light" role="status">
                {t('login.expired')}
              </Alert>
            )}
            {attempt.isError && <ProblemNote error={attempt.error} />}
            <TextInput
              name="email"
              type="email"
              label={t('login.email')}
              autoComplete="username"
              required
              withAsterisk={false}
            />
            <PasswordInput
              name="password"
              label={t('login.password')}
              autoComplete="current-password"
              required
              withAsterisk={false}
              visibilityToggleButtonProps={{ 'aria-label': t('login.show_password') }}
            />
            <Button type="submit" loading={attempt.isPending}>
              {t('login.submit')}
            </Button>
          </Stack>
        </Paper>
        <Preferences />
      </Stack>
    </main>
  );
}
