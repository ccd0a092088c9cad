import { Injectable } from '@nestjs/common';
import { CronExpressionParser } from 'cron-parser';
import { CronCalendar } from '../domain/schedule.repository';

const FIVE_FIELDS = /^\S+( \S+){4}$/;

@Injectable()
export class CronParserCalendar extends CronCalendar {
  next(cron: string, timezone: string, after: Date): Date | null {
    return this.find(cron, timezone, after, 'next');
  }

  last(cron: string, timezone: string, at: Date): Date | null {
    // The library looks strictly before, in whole milliseconds.
    return this.find(cron, timezone, new Date(at.getTime() + 1), 'prev');
  }

  private find(cron: string, tz: string, currentDate: Date, way: 'next' | 'prev'): Date | null {
    if (!FIVE_FIELDS.test(cron)) return null;
    try {
      return CronExpressionParser.parse(cron, { tz, currentDate })[way]().toDate();
    } catch {
      return null;
    }
  }
}
