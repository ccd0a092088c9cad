import { Button, Group, Modal, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface ConfirmButtonProps {
  /** Of the button, and of the one that confirms. */
  text: string;
  title: string;
  onConfirm: () => Promise<unknown>;
  /** What will follow. */
  children: ReactNode;
}

/** Asks before it does what cannot be undone. A failure is shown by whoever owns the action. */
export function ConfirmButton({ text, title, onConfirm, children }: ConfirmButtonProps) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure();
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    await onConfirm().catch(() => undefined);
    setBusy(false);
    close();
  };
  return (
    <>
      <Button size="compact-sm" variant="subtle" color="red" onClick={open}>
        {text}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={title}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Stack>
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              {t('common.cancel')}
            </Button>
            <Button color="red" loading={busy} onClick={() => void confirm()}>
              {text}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
