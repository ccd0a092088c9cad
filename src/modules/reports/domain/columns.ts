import type { ReportType } from './report';

/**
 * What a cell holds, and so how it is written. In CSV: `instant` as ISO 8601 in UTC, `share` as 0…1, `percent` as
 * 0…100, numbers with a decimal point (`measure`: in the unit of a metric). Only `text` may come from outside, and is made harmless.
 */
export type ColumnType =
  | 'id'
  | 'text'
  | 'code'
  | 'instant'
  | 'date'
  | 'integer'
  | 'decimal'
  | 'measure'
  | 'probability'
  | 'share'
  | 'percent';

export interface ReportColumn {
  /** Its header in CSV; people read `reports.columns.<name>`. */
  readonly name: string;
  readonly type: ColumnType;
}

const column = (name: string, type: ColumnType): ReportColumn => ({ name, type });

/** The columns of each report; a row is one view, one cohort's week, one release, one user, one comparison. */
export const COLUMNS: Record<ReportType, readonly ReportColumn[]> = {
  views: [
    column('event_id', 'id'),
    column('viewed_at', 'instant'),
    column('user_id', 'id'),
    column('release_id', 'id'),
    column('release_title', 'text'),
    column('watch_seconds', 'integer'),
    column('completion', 'share'),
  ],
  cohorts: [
    column('cohort_period', 'code'),
    column('cohort_start', 'date'),
    column('cohort_size', 'integer'),
    column('week', 'integer'),
    column('eligible_users', 'integer'),
    column('active_users', 'integer'),
    column('rate', 'percent'),
    column('ci_lower', 'percent'),
    column('ci_upper', 'percent'),
  ],
  popularity: [
    column('release_id', 'id'),
    column('release_title', 'text'),
    column('views', 'integer'),
    column('predicted_views', 'integer'),
    column('previous_views', 'integer'),
    column('growth', 'percent'),
    column('trend', 'code'),
    column('confidence_score', 'decimal'),
    column('model_version', 'text'),
  ],
  users: [
    column('user_id', 'id'),
    column('registered_at', 'instant'),
    column('views', 'integer'),
    column('watch_minutes', 'decimal'),
    column('completion', 'share'),
    column('last_viewed_at', 'instant'),
    column('churn_risk', 'code'),
    column('churn_probability', 'probability'),
  ],
  ab_test: [
    column('metric_name', 'code'),
    column('variant_id', 'id'),
    column('variant_name', 'text'),
    column('is_control', 'code'),
    column('users', 'integer'),
    column('value', 'measure'),
    column('difference', 'measure'),
    column('difference_ci_lower', 'measure'),
    column('difference_ci_upper', 'measure'),
    column('lift', 'share'),
    column('p_value', 'probability'),
    column('p_value_adjusted', 'probability'),
    column('method', 'code'),
  ],
};
