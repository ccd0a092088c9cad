import { operationFigures, readSamples } from './prometheus';

const TEXT = `
# HELP kinoscope_cache_lookups_total Answers served
# TYPE kinoscope_cache_lookups_total counter
kinoscope_cache_lookups_total{result="hit"} 6
kinoscope_cache_lookups_total{result="stale"} 1
kinoscope_cache_lookups_total{result="miss"} 3
kinoscope_process_resident_memory_bytes 104857600
kinoscope_process_start_time_seconds 1795737000
kinoscope_job_runs_total{kind="reports.write",outcome="completed"} 4
kinoscope_job_runs_total{kind="reports.write",outcome="retried"} 2
kinoscope_job_runs_total{kind="reports.write",outcome="failed"} 1
kinoscope_job_last_success_timestamp_seconds{kind="reports.write"} 1795737020
kinoscope_odd{text="a \\"quoted\\" one, with comma"} +Inf
`;

describe('the metrics of a process', () => {
  it('are read line by line', () => {
    expect(readSamples('a_total{x="1",y="two"} 3\n# comment\n\nbroken line here')).toEqual([
      { name: 'a_total', labels: { x: '1', y: 'two' }, value: 3 },
    ]);
    expect(readSamples(TEXT).at(-1)).toMatchObject({ labels: { text: 'a \\"quoted\\" one, with comma' } });
  });

  it('become hit rate, memory and jobs', () => {
    expect(operationFigures(TEXT)).toEqual({
      lookups: 10,
      hitRate: 0.7,
      memoryBytes: 104_857_600,
      startedAt: '2026-11-26T23:50:00.000Z',
      refused: 0,
      jobs: [{ kind: 'reports.write', completed: 4, failed: 1, lastSuccess: '2026-11-26T23:50:20.000Z' }],
    });
  });

  it('are unknown before anything has happened', () => {
    expect(operationFigures('')).toEqual({
      lookups: 0,
      hitRate: null,
      memoryBytes: null,
      startedAt: null,
      refused: 0,
      jobs: [],
    });
  });
});
