import { Injectable } from '@nestjs/common';
import { I18nContext, I18nService } from 'nestjs-i18n';
import { type Locale, Settings } from '../config/settings';
import type { ErrorParams } from '../kernel/domain-error';

/** Everything a person reads comes from the locale files, in the language of the running request. */
@Injectable()
export class Texts {
  constructor(
    private readonly i18n: I18nService,
    private readonly settings: Settings,
  ) {}

  /** Language of the running request, or the default one outside of requests. */
  get locale(): Locale {
    const lang = I18nContext.current()?.lang ?? this.settings.DEFAULT_LOCALE;
    return lang.startsWith('ru') ? 'ru' : 'en';
  }

  /** Text of `key`, such as `errors.user.unknown`; a key without a text comes back itself. */
  of(key: string, params: ErrorParams = {}, locale = this.locale): string {
    return this.i18n.t(key, { lang: locale, args: params, defaultValue: key });
  }
}
