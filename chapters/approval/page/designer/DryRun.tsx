import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { ProblemNotice, useLanguage, usePost } from '../../../../doors/web/ui/index.ts'
import type { DryRunReply, FlowBody } from '../../wire.ts'
import type { FlowWords } from '../flow-words.ts'
import { Way } from '../panels.tsx'

/** 试运行: the way a form of the past would take through what is drawn; nothing is changed. */
export function DryRun({ body, ready, words }: { body: FlowBody; ready: boolean; words: FlowWords }) {
  const { t } = words
  const { pick } = useLanguage()
  const [past, setPast] = useState('')
  const run = usePost<{ flow: FlowBody; past: string }, DryRunReply>('/flows/dry-run', { refresh: [] })
  return (
    <>
      <p className="soft">{t('approval.dry.hint')}</p>
      <Form.Item label={t('approval.dry.past')} htmlFor="dry-past">
        <div className="beside">
          <Input
            id="dry-past"
            placeholder="SY-2026-0001"
            value={past}
            onChange={(event) => setPast(event.target.value)}
          />
          <Button
            loading={run.isPending}
            disabled={!ready || past.trim() === ''}
            onClick={() => run.mutate({ flow: body, past: past.trim() })}
          >
            {t('approval.dry.run')}
          </Button>
        </div>
      </Form.Item>
      {!ready && <p className="soft">{t('approval.dry.notReady')}</p>}
      <ProblemNotice error={run.error} />
      {run.data !== undefined && (
        <>
          <p>{t('approval.dry.way', { number: run.data.number })}</p>
          <Way steps={run.data.steps} />
          {run.data.objections.length > 0 && (
            <ul className="field-error">
              {run.data.objections.map((one) => (
                <li key={one.field + one.code}>{pick(one.text)}</li>
              ))}
            </ul>
          )}
        </>
      )}
    </>
  )
}
