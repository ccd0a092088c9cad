import { Injectable } from '@nestjs/common';
import { UserRepository } from '../../../identity';
import {
  type AtRiskCursor,
  type AtRiskQuery,
  ChurnRepository,
  type ScoredViewer,
} from '../../domain/churn/churn.repository';

export interface NamedViewer extends ScoredViewer {
  readonly name: string | null;
}

/** Who is about to leave, page by page. */
@Injectable()
export class ListViewersAtRisk {
  constructor(
    private readonly churn: ChurnRepository,
    private readonly users: UserRepository,
  ) {}

  async execute(query: AtRiskQuery): Promise<{ viewers: NamedViewer[]; next: AtRiskCursor | null }> {
    const found = await this.churn.listScored({ ...query, limit: query.limit + 1 });
    const page = found.slice(0, query.limit);
    const users = await this.users.find(page.map(({ userId }) => userId));
    const names = new Map(users.map(({ id, name }) => [id, name]));
    const last = page.at(-1);
    return {
      viewers: page.map((viewer) => ({ ...viewer, name: names.get(viewer.userId) ?? null })),
      next: found.length > page.length && last ? cursorOf(last, query) : null,
    };
  }
}

function cursorOf(viewer: ScoredViewer, { sort }: AtRiskQuery): AtRiskCursor {
  const values = {
    churn_probability: viewer.probability,
    last_activity: viewer.lastViewedAt?.getTime() ?? null,
    total_views: viewer.views,
  };
  return { value: values[sort], userId: viewer.userId };
}
