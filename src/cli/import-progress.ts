import { SingleBar } from 'cli-progress';
import type { Locale } from '../common/config/settings';
import { terminalText } from '../common/i18n/terminal-texts';
import type { ImportStage } from '../modules/importer';

const LINE_EVERY_MS = 3_000;

/** A bar on a terminal, a line every few seconds elsewhere; both on standard error. */
export class ImportProgress {
  private bar: SingleBar | null = null;
  private stage: ImportStage | null = null;
  private began = 0;
  private lastLine = 0;

  constructor(private readonly locale: Locale) {}

  show(stage: ImportStage, records: number, share: number): void {
    if (stage !== this.stage) this.begin(stage);
    const seconds = Math.max(0.001, (performance.now() - this.began) / 1000);
    const figures = {
      stage: terminalText(this.locale, `cli.import.stage.${stage}`),
      records: records.toLocaleString(this.locale),
      percent: Math.floor(share * 100),
      rate: Math.round(records / seconds).toLocaleString(this.locale),
    };
    if (this.bar) this.bar.update(share, figures);
    else if (performance.now() - this.lastLine >= LINE_EVERY_MS) {
      this.lastLine = performance.now();
      process.stderr.write(`${terminalText(this.locale, 'cli.import.progress', figures)}\n`);
    }
  }

  end(): void {
    this.bar?.stop();
    this.bar = null;
  }

  private begin(stage: ImportStage): void {
    this.end();
    this.stage = stage;
    this.began = performance.now();
    if (!process.stderr.isTTY) return;
    const format = `{bar} ${terminalText(this.locale, 'cli.import.progress')}`;
    this.bar = new SingleBar({ format, stream: process.stderr, hideCursor: true });
    this.bar.start(1, 0, { stage, records: 0, percent: 0, rate: 0 });
  }
}
