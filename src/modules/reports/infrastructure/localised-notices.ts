import { Injectable } from '@nestjs/common';
import { Texts } from '../../../common/i18n/texts';
import { DownloadLinks } from '../domain/download-links';
import { type Export, fileNameOf } from '../domain/export';
import { NoticeComposer } from '../domain/notice-composer';
import { type Words, wordsOf } from './sources/report-builder';

/** A few lines and one link; the file itself never travels by mail. */
@Injectable()
export class LocalisedNotices extends NoticeComposer {
  constructor(
    private readonly links: DownloadLinks,
    private readonly texts: Texts,
  ) {
    super();
  }

  compose(ended: Export): { subject: string; text: string; html: string } {
    const words = wordsOf(this.texts, ended.locale);
    const day = (instant: Date) => instant.toISOString().slice(0, 10);
    const report = words(`titles.${ended.reportType}`);
    const period = `${day(ended.startDate)} – ${day(ended.endDate)}`;
    return ended.state === 'ready'
      ? this.ready(ended, report, period, words)
      : this.failed(ended, report, period, words);
  }

  private ready(ended: Export, report: string, period: string, words: Words) {
    const url = this.links.make(fileNameOf(ended), ended.expiresAt!);
    const number = new Intl.NumberFormat(ended.locale);
    const intro = words('mail.ready', { report, period });
    const facts = words('mail.facts', {
      rows: number.format(ended.file!.rowCount),
      size: number.format(Math.ceil(ended.file!.bytes / 1_024)),
      format: ended.format.toUpperCase(),
    });
    const expiry = words('mail.expiry', {
      until: `${ended.expiresAt!.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    });
    const hash = `SHA-256: ${ended.file!.sha256}`;
    return {
      subject: words('mail.ready_subject', { report, period }),
      text: [intro, facts, url, expiry, hash].join('\n\n') + '\n',
      html: page(ended.locale, [
        paragraph(intro),
        paragraph(facts),
        `<p><a href="${escape(url)}" style="display:inline-block;padding:10px 18px;background:#2f5d8a;color:#fff;` +
          `text-decoration:none;border-radius:4px">${escape(words('mail.download'))}</a></p>`,
        paragraph(expiry, '#66727f'),
        paragraph(hash, '#66727f'),
      ]),
    };
  }

  private failed(ended: Export, report: string, period: string, words: Words) {
    const intro = words('mail.failed', { report, period });
    const reason = this.texts.of(`errors.${ended.failure}`, {}, ended.locale);
    return {
      subject: words('mail.failed_subject', { report, period }),
      text: `${intro}\n\n${reason}\n`,
      html: page(ended.locale, [paragraph(intro), paragraph(reason)]),
    };
  }
}

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]!);

const paragraph = (text: string, colour = '#1f2933') => `<p style="color:${colour}">${escape(text)}</p>`;

const page = (locale: string, body: string[]) =>
  `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"></head>` +
  `<body style="font:15px/1.5 Arial,sans-serif;max-width:600px">${body.join('')}</body></html>`;
