import { AppShell, Burger, Group, NavLink, ScrollArea, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { useSession } from '../session/session';
import { Account } from './Account';
import { Brand } from './Brand';
import { ADMIN_PLACES, OWN_PLACES } from './places';
import classes from './Shell.module.css';

export function Shell() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [opened, { toggle, close }] = useDisclosure();
  const page = useRef<HTMLElement>(null);
  const visited = useRef(pathname);
  const places = useSession()?.role === 'admin' ? ADMIN_PLACES : OWN_PLACES;

  useEffect(() => {
    // Not at the first page: there the reader begins at the top of the document.
    if (visited.current === pathname) return;
    visited.current = pathname;
    close();
    page.current?.focus();
  }, [pathname, close]);

  return (
    <AppShell
      header={{ height: { base: 56, md: 0 } }}
      navbar={{ width: 232, breakpoint: 'md', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', md: 'xl' }}
    >
      <a className="skip-link" href="#page">
        {t('shell.skip')}
      </a>
      <AppShell.Header hiddenFrom="md" px="md" className={classes.header}>
        <Brand />
        <Burger
          opened={opened}
          onClick={toggle}
          size="sm"
          aria-label={t(opened ? 'shell.close_menu' : 'shell.open_menu')}
          aria-expanded={opened}
          aria-controls="navigation"
        />
      </AppShell.Header>
      <AppShell.Navbar id="navigation" p="md" className={classes.navbar} aria-label={t('shell.navigation')}>
        <Group visibleFrom="md" mb="lg" px="xs">
          <Brand />
        </Group>
        <ScrollArea flex={1} type="auto">
          <Stack gap={2}>
            {places.map(({ path, text, Icon }) => (
              <NavLink
                key={path}
                component={Link}
                to={path}
                label={t(text)}
                leftSection={<Icon />}
                active={isWithin(pathname, path)}
                aria-current={isWithin(pathname, path) ? 'page' : undefined}
                className={classes.link}
              />
            ))}
          </Stack>
        </ScrollArea>
        <Account />
      </AppShell.Navbar>
      <AppShell.Main id="page" ref={page} tabIndex={-1}>
        <div className={classes.content}>
          <Outlet />
        </div>
      </AppShell.Main>
      <ScrollRestoration />
    </AppShell>
  );
}

function isWithin(pathname: string, place: string): boolean {
  return pathname === place || pathname.startsWith(`${place}/`);
}
