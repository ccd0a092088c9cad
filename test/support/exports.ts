import request from 'supertest';
import { eventually } from './eventually';
import type { TestApp } from './test-app';

export interface ExportAnswer {
  export_id: string;
  download_url: string;
  expires_at: string;
  file_size_bytes: number;
  row_count: number;
  sha256: string;
}

export interface ExportState extends ExportAnswer {
  state: string;
  progress: number;
  snapshot_at: string | null;
  data_sha256: string | null;
  failure: { code: string; message: string } | null;
}

export const PERIOD = { start_date: '2026-01-05T00:00:00Z', end_date: '2026-02-01T23:59:59Z' };

/** Orders an export and waits until it has ended. */
export async function orderExport(service: TestApp, given: object): Promise<ExportState> {
  const { body, status } = await service.asAdmin('post', '/analytics/v2/export', {
    report_type: 'views',
    format: 'csv',
    ...PERIOD,
    ...given,
  });
  if (status !== 200 && status !== 202) throw new Error(JSON.stringify(body));
  return exportEnded(service, (body as ExportAnswer).export_id);
}

export async function readExport(service: TestApp, id: string): Promise<ExportState> {
  return (await service.asAdmin('get', `/analytics/v2/exports/${id}`).expect(200)).body as ExportState;
}

export async function exportEnded(service: TestApp, id: string, ms = 20_000): Promise<ExportState> {
  let found: ExportState | undefined;
  await eventually(ms, async () => {
    found = await readExport(service, id);
    if (found.state === 'waiting' || found.state === 'running') throw new Error(`It is still ${found.state}`);
  });
  return found!;
}

/** What the link leads to, on this service whatever its name outside. */
export function follow(service: TestApp, url: string): request.Test {
  const { pathname, search } = new URL(url);
  return request(service.app.getHttpServer())
    .get(pathname + search)
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(null, Buffer.concat(chunks)));
    });
}

export async function download(service: TestApp, { download_url }: ExportAnswer): Promise<Buffer> {
  return (await follow(service, download_url).expect(200)).body as Buffer;
}
