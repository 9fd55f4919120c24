import { Button, Modal } from 'antd'
import { useState } from 'react'
import { Loading, ProblemNotice, StatusTag, Time, type Tone, useGet } from '../../../../doors/web/ui/index.ts'
import type { AuthorityHistory, AuthorityProposal } from '../../wire.ts'
import { Differences } from './Differences.tsx'
import { useAuthorityWords } from './words.ts'

const tones: Readonly<Record<AuthorityHistory['rows'][number]['outcome'], Tone>> = {
  open: 'waiting',
  confirmed: 'good',
  declined: 'bad',
  withdrawn: 'neutral',
  replaced: 'neutral',
  over: 'neutral',
}

/** Every change that was proposed, and what became of it. */
export function History() {
  const { t } = useAuthorityWords()
  const { data, error } = useGet<AuthorityHistory>('/authority/proposals')
  const [shown, setShown] = useState<string | null>(null)
  if (data === undefined) return error === null ? <Loading /> : <ProblemNotice error={error} />
  if (data.rows.length === 0) return <p className="soft">{t('people.authority.historyEmpty')}</p>
  return (
    <>
      <div className="people-scroll" tabIndex={0} role="group" aria-label={t('people.authority.history')}>
        <table className="people-plain">
          <caption className="only-read-aloud">{t('people.authority.history')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('people.authority.outcome')}</th>
              <th scope="col">{t('people.authority.base')}</th>
              <th scope="col">{t('people.authority.proposedAt')}</th>
              <th scope="col">{t('people.authority.decided')}</th>
              <th scope="col">{t('people.authority.reason')}</th>
              <th scope="col">{t('people.authority.differences')}</th>
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => (
              <tr key={row.id}>
                <td>
                  <StatusTag tone={tones[row.outcome]}>
                    {t(`people.authority.outcome.${row.outcome}`)}
                  </StatusTag>{' '}
                  {row.version !== null && t('people.authority.version', { version: row.version })}
                </td>
                <td>{t('people.authority.version', { version: row.base })}</td>
                <td>
                  {row.proposedBy} <Time at={row.proposedAt} />
                </td>
                <td>
                  {row.decidedBy} {row.decidedAt !== null && <Time at={row.decidedAt} />}
                </td>
                <td>{row.reason}</td>
                <td>
                  <Button type="link" size="small" onClick={() => setShown(row.id)}>
                    {t('people.authority.look')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown !== null && <Look id={shown} onClose={() => setShown(null)} />}
    </>
  )
}

function Look({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useAuthorityWords()
  const { data, error } = useGet<AuthorityProposal>(`/authority/proposals/${id}`)
  return (
    <Modal
      open
      width={640}
      title={t('people.authority.differences')}
      onCancel={onClose}
      footer={<Button onClick={onClose}>{t('people.authority.close')}</Button>}
    >
      <ProblemNotice error={error} />
      {data === undefined ? (
        error === null && <Loading />
      ) : (
        <Differences before={data.before} after={data.after} />
      )}
    </Modal>
  )
}
