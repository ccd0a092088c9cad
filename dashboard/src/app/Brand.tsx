import { Group, Text } from '@mantine/core';
import mark from './mark.svg';

export function Brand() {
  return (
    <Group gap={10} wrap="nowrap">
      <img src={mark} width={26} height={26} alt="" />
      <Text fw={600} fz={16} lts="-0.01em">
        Kinoscope
      </Text>
    </Group>
  );
}
