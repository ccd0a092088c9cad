import { setTimeout as delay } from 'node:timers/promises';
import type { BuiltService } from '../support/built-service';
import type { Recorder } from './recorder';
import type { World } from './requests';

const WEEK_MS = 604_800_000;
const LOOK_EVERY_MS = 1_000;
const PATIENCE_MS = 120_000;

const ORDERS = [
  { report_type: 'views', format: 'csv', weeks: 4 },
  { report_type: 'views', format: 'xlsx', weeks: 4 },
  { report_type: 'cohorts', format: 'pdf', weeks: 12 },
] as const;

interface Ordered {
  readonly export_id: string;
}

interface Export {
  readonly state: string;
  readonly download_url: string | null;
  readonly file_size_bytes: number | null;
}

/** Orders a report, of another format each time, waits for it and downloads it. */
export class Exports {
  private ordered = 0;

  constructor(
    private readonly service: BuiltService,
    private readonly world: World,
    private readonly recorder: Recorder,
    /** Waits for nothing more when it is aborted. */
    private readonly signal: AbortSignal,
  ) {}

  async orderNext(): Promise<void> {
    const { report_type, format, weeks } = ORDERS[this.ordered++ % ORDERS.length]!;
    const kind = `export, ${format.toUpperCase()}`;
    try {
      const began = performance.now();
      const { until } = this.world;
      const { export_id } = await this.service.send<Ordered>('POST', '/analytics/v2/export', {
        report_type,
        format,
        start_date: new Date(until.getTime() - weeks * WEEK_MS).toISOString(),
        end_date: new Date(until.getTime() - 1_000).toISOString(),
      });
      await this.download(await this.ended(export_id));
      this.recorder.succeeded([kind], performance.now() - began);
    } catch (error) {
      this.recorder.failed(kind, error instanceof Error ? error.message : String(error));
    }
  }

  private async ended(id: string): Promise<Export> {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const found = await this.service.send<Export>('GET', `/analytics/v2/exports/${id}`);
      if (found.state !== 'waiting' && found.state !== 'running') return found;
      if (performance.now() > until) throw new Error(`still ${found.state}`);
      await delay(LOOK_EVERY_MS, undefined, { signal: this.signal });
    }
  }

  private async download({ state, download_url, file_size_bytes }: Export): Promise<void> {
    if (download_url === null) throw new Error(`it is ${state}`);
    const { pathname, search } = new URL(download_url, this.service.url);
    const answer = await fetch(new URL(this.service.url).origin + pathname + search);
    const { byteLength } = await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`the download answered ${answer.status}`);
    if (byteLength !== file_size_bytes) throw new Error('the download is of another length');
  }
}
