import { Injectable } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { AcceptLanguageResolver, I18nContext, I18nService } from 'nestjs-i18n';
import type { IncomingMessage } from 'node:http';
import { type Locale, Settings } from '../config/settings';
import type { ErrorParams } from '../kernel/domain-error';

/** How Accept-Language is read, everywhere. */
export const ACCEPT_LANGUAGE = { matchType: 'strict-loose' } as const;

/** Everything a person reads comes from the locale files, in the language of the running request. */
@Injectable()
export class Texts {
  private readonly acceptLanguage = new AcceptLanguageResolver(ACCEPT_LANGUAGE);

  constructor(
    private readonly i18n: I18nService,
    private readonly settings: Settings,
  ) {}

  /** Language of the running request, or the default one outside of requests. */
  get locale(): Locale {
    return toLocale(I18nContext.current()?.lang ?? this.settings.DEFAULT_LOCALE);
  }

  /** Text of `key`, such as `errors.user.unknown`; a key without a text comes back itself. */
  of(key: string, params: ErrorParams = {}, locale: Locale = this.locale): string {
    return this.i18n.t(key, { lang: locale, args: params, defaultValue: key });
  }

  /** Language that a request asks for which no route answers. */
  async localeOf({ headers }: IncomingMessage): Promise<Locale> {
    const context = new ExecutionContextHost([{ headers, i18nService: this.i18n }]);
    const lang: unknown = await this.acceptLanguage.resolve(context);
    return typeof lang === 'string' ? toLocale(lang) : this.settings.DEFAULT_LOCALE;
  }
}

function toLocale(lang: string): Locale {
  return lang.startsWith('ru') ? 'ru' : 'en';
}
