import { Button, Radio } from 'antd'
import { useState } from 'react'
import { ProblemNotice, useLanguage, usePost, useText } from '../../../../doors/web/ui/index.ts'
import { type Answer, answers, type QuarantineView } from '../../wire.ts'
import { Part } from './shared.tsx'

/** The points of lawfulness; only the verifier answers, everybody with the duty reads. */
export function Checklist({ view }: { view: QuarantineView }) {
  const t = useText()
  const { pick } = useLanguage()
  const [given, setGiven] = useState<Record<string, Answer>>({})
  const save = usePost<{ checklist: Record<string, Answer> }>(`/quarantine/${view.id}/checklist`, {
    method: 'PUT',
    onDone: () => setGiven({}),
  })
  return (
    <Part title={t('collection.quarantine.checklist')}>
      <ul className="collection-points">
        {view.points.map((point) => (
          <li key={point.code}>
            <span id={`point-${point.code}`}>{pick(point.name)}</span>
            <Radio.Group
              aria-labelledby={`point-${point.code}`}
              disabled={!view.may.work}
              value={given[point.code] ?? view.checklist[point.code]}
              onChange={(event) => setGiven({ ...given, [point.code]: event.target.value as Answer })}
              options={answers.map((value) => ({ value, label: t(`collection.answer.${value}`) }))}
            />
          </li>
        ))}
      </ul>
      <ProblemNotice error={save.error} />
      {view.may.work && (
        <Button
          disabled={Object.keys(given).length === 0}
          loading={save.isPending}
          onClick={() => save.mutate({ checklist: given })}
        >
          {t('collection.quarantine.saveChecklist')}
        </Button>
      )}
    </Part>
  )
}
