import { LoadClient } from './load';
import type { ServiceProcess } from './service-process';

/** What a service measures of itself; gives back how to look a figure up by its name, without the prefix. */
export async function ownMetrics({ url, adminToken }: ServiceProcess): Promise<(name: string) => number> {
  const client = new LoadClient(new URL(url).origin);
  const { text } = await client.send({ method: 'GET', path: '/metrics', token: adminToken });
  client.close();
  return (name) => Number(new RegExp(`^kinoscope_${name} (\\S+)$`, 'm').exec(text)?.[1]);
}
