/** Work that begins at a steady rate, however long each piece of it takes. */
export class Steadily {
  private readonly starters: NodeJS.Timeout[] = [];
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly underWay = new Set<Promise<void>>();

  /** First after `offsetMs`, then every `everyMs`. */
  every(everyMs: number, offsetMs: number, work: () => Promise<void>): void {
    const begin = () => {
      const piece = work().finally(() => this.underWay.delete(piece));
      this.underWay.add(piece);
    };
    const start = () => {
      begin();
      this.timers.push(setInterval(begin, everyMs));
    };
    this.starters.push(setTimeout(start, offsetMs));
  }

  /** Begins nothing more, and waits for what is under way. */
  async stop(): Promise<void> {
    this.starters.forEach(clearTimeout);
    this.timers.forEach(clearInterval);
    await Promise.all(this.underWay);
  }
}
