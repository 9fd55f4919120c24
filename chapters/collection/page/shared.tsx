import { LevelMark, StatusTag, useLanguage, useText, type Tone } from '../../../doors/web/ui/index.ts'
import type { ImportState, ImportView } from '../wire.ts'

const tones: Record<ImportState, Tone> = {
  uploaded: 'neutral',
  checked: 'waiting',
  running: 'waiting',
  paused: 'warning',
  finished: 'good',
  failed: 'bad',
  cancelled: 'ended',
}

export function StateTag({ state }: { state: ImportState }) {
  const t = useText()
  return <StatusTag tone={tones[state]}>{t(`collection.state.${state}`)}</StatusTag>
}

/** A level by rank, in the company's words. */
export function Level({ view, rank }: { view: ImportView; rank: number }) {
  const { pick } = useLanguage()
  const level = view.levels.find((one) => one.rank === rank)
  return <LevelMark rank={rank} name={level === undefined ? String(rank) : pick(level)} />
}

/** Counts of a rehearsal or a run. */
export function Figures({ progress }: { progress: ImportView['progress'] }) {
  const t = useText()
  const figures = [
    ['collection.rows', progress.rows],
    ['collection.customers', progress.customers],
    ['collection.duplicates', progress.duplicates],
    ['collection.errors', progress.errors],
    ['collection.warnings', progress.warnings],
  ] as const
  return (
    <dl className="collection-figures">
      {figures.map(([key, value]) => (
        <div key={key}>
          <dt>{t(key)}</dt>
          <dd>{value.toLocaleString()}</dd>
        </div>
      ))}
    </dl>
  )
}
