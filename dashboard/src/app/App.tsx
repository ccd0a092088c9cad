import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router';
import { onSessionChange, useSession } from '../session/session';
import { LogInPage } from '../pages/login/LogInPage';
import { styleNonce } from './nonce';
import { queries } from './queries';
import { routerFor } from './routes';
import { surfaces, theme } from './theme';

export function App() {
  const session = useSession();
  const { i18n } = useTranslation();
  useEffect(() => onSessionChange(() => queries.clear()), []);
  // Texts of the service are in the language that they were asked for in.
  useEffect(() => void queries.invalidateQueries(), [i18n.language]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={surfaces}
      defaultColorScheme="auto"
      getStyleNonce={() => styleNonce}
    >
      <QueryClientProvider client={queries}>
        {session ? <RouterProvider key={session.userId} router={routerFor(session)} /> : <LogInPage />}
      </QueryClientProvider>
    </MantineProvider>
  );
}
