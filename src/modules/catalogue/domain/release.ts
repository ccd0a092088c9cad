export interface Release {
  id: string;
  title: string;
  /** Names in the order given, each once. */
  genres: string[];
  releasedAt: Date | null;
  durationMinutes: number | null;
}
