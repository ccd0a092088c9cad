import { Injectable } from '@nestjs/common';
import type { Locale } from '../../../common/config/settings';
import { Texts } from '../../../common/i18n/texts';
import { LEAST_CONVERSIONS, LEAST_USERS } from '../domain/analysis/decide';
import type { Recommendation } from '../domain/analysis/recommend';

/** Puts a verdict into words. */
@Injectable()
export class RecommendationWords {
  constructor(private readonly texts: Texts) {}

  /** In the language of the running request, unless another is given. */
  say(recommendation: Recommendation, locale: Locale = this.texts.locale): string {
    const { key, variant = '', metric = '', missingUsers = 0, requiredPerVariant = 0 } = recommendation;
    const whole = new Intl.NumberFormat(locale);
    const params = {
      variant,
      metric,
      change: changeOf(recommendation, locale),
      p: significanceOf(recommendation, locale),
      missing: whole.format(missingUsers),
      required: whole.format(requiredPerVariant),
      users: LEAST_USERS,
      conversions: LEAST_CONVERSIONS,
    };
    return this.texts.of(`experiments.recommendation.${key}`, params, locale);
  }
}

/** `+30%`, or where nothing is a share of the control the difference in the metric's unit. */
function changeOf({ lift, difference }: Recommendation, locale: Locale): string {
  const signed = { signDisplay: 'exceptZero' } as const;
  if (lift !== undefined) {
    const percent = { ...signed, style: 'percent', maximumFractionDigits: 1 } as const;
    return new Intl.NumberFormat(locale, percent).format(lift);
  }
  return difference === undefined
    ? '–'
    : new Intl.NumberFormat(locale, { ...signed, maximumSignificantDigits: 3 }).format(difference);
}

const LEAST_SHOWN = 0.0001;

function significanceOf({ pValue }: Recommendation, locale: Locale): string {
  if (pValue === undefined) return '= –';
  const format = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  return pValue < LEAST_SHOWN ? `< ${format.format(LEAST_SHOWN)}` : `= ${format.format(pValue)}`;
}
