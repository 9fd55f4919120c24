import { Button } from 'antd'
import { Link } from 'react-router'
import { Countdown, KeyValue, Time, useText } from '../../../../doors/web/ui/index.ts'
import { attachments } from '../../wire.ts'
import { usePurposes } from '../shared/purposes.ts'
import type { FileTools } from './file-tools.ts'
import type { RunningGrant } from './use-file.ts'

function GrantCard({ grant, tools }: { grant: RunningGrant; tools: FileTools }) {
  const t = useText()
  const purposes = usePurposes()
  const begun = new Date(grant.from).getTime() <= tools.now
  const here = tools.view.fields.filter(
    (field) => grant.fields.includes(field.id) && (field.sight === 'masked' || field.sight === 'hidden'),
  )
  const closed = here.filter((field) => !tools.shown.has(field.id)).map((field) => field.id)
  return (
    <li className="use-card">
      <p>
        <strong>{purposes.word(grant.purpose)}</strong>{' '}
        <span className="soft">
          {grant.modes.map((mode) => t(`use.mode.${mode}`)).join(t('kit.listComma'))}
        </span>
      </p>
      <p>
        {begun ? (
          <Countdown until={grant.until} />
        ) : (
          <>
            {t('use.grant.from')} <Time at={grant.from} />
          </>
        )}
      </p>
      {grant.left !== null && (
        <p className="soft">
          {t('use.grant.left', { count: tools.openingsLeft.get(grant.id) ?? grant.left })}
        </p>
      )}
      {grant.fields.includes(attachments) && grant.modes.includes('read') && (
        <p className="soft">{t('use.grant.attachments')}</p>
      )}
      <p className="use-card-acts">
        {begun && here.length > 0 && grant.modes.includes('read') && (
          <Button
            type="primary"
            ghost
            size="small"
            disabled={closed.length === 0}
            loading={tools.opening === -1}
            onClick={() => tools.openGranted(closed, grant)}
          >
            {t('use.grant.openAll', { count: here.length })}
          </Button>
        )}
        <Link to={`/approvals/${grant.application}`}>{t('use.grant.form')}</Link>
      </p>
    </li>
  )
}

function Grants({ tools }: { tools: FileTools }) {
  const t = useText()
  return (
    <section className="use-side" aria-labelledby="use-grants">
      <h2 id="use-grants">{t('use.file.grants')}</h2>
      {tools.view.grants.length === 0 ? (
        <p className="soft">{t('use.file.noGrants')}</p>
      ) : (
        <ul>
          {tools.view.grants.map((grant) => (
            <GrantCard key={grant.id} grant={grant} tools={tools} />
          ))}
        </ul>
      )}
    </section>
  )
}

/** Beside the fields: running grants, and what is known about the file itself. */
export function FileSide({ tools }: { tools: FileTools }) {
  const t = useText()
  const { view } = tools
  const dash = <span className="dash">—</span>
  return (
    <>
      <Grants tools={tools} />
      <section className="use-side" aria-labelledby="use-head">
        <h2 id="use-head">{t('use.file.head')}</h2>
        <KeyValue
          columns={1}
          items={[
            { label: t('use.kind'), value: t(`use.kind.${view.kind}`) },
            { label: t('use.owner'), value: view.owner === '' ? dash : view.owner },
            { label: t('use.department'), value: view.department === '' ? dash : view.department },
            { label: t('use.file.basis'), value: t(`use.basis.${view.legalBasis}`) },
            { label: t('use.file.created'), value: <Time at={view.createdAt} form="day" /> },
            { label: t('use.updated'), value: <Time at={view.updatedAt} form="day" /> },
            {
              label: t('use.file.viewsLeft'),
              value: t('use.file.views', { count: Math.max(0, view.viewsLeft - tools.viewsUsed) }),
            },
          ]}
        />
      </section>
    </>
  )
}
