import { EyeOutlined, LockOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import {
  Countdown,
  FieldValue,
  useLanguage,
  useText,
  type FieldState,
} from '../../../../doors/web/ui/index.ts'
import { ClauseLinks } from '../shared/ClauseLinks.tsx'
import { identifierKind } from '../shared/identifier-kind.ts'
import { Level } from '../shared/levels.tsx'
import { usePurposes } from '../shared/purposes.ts'
import { CopyRecorded } from './CopyRecorded.tsx'
import type { FileTools } from './file-tools.ts'
import type { Revealed } from './reveals.ts'
import { grantFor, type FileField } from './use-file.ts'

interface LineProps {
  field: FileField
  tools: FileTools
}

/** What a field is now, before anything is opened. */
export const closedState = (field: FileField): FieldState =>
  field.sight === 'absent'
    ? { state: 'never' }
    : field.sight === 'full'
      ? { state: 'shown', text: field.text }
      : field.sight === 'masked'
        ? { state: 'masked', text: field.text }
        : { state: 'hidden' }

/** An opened value, for whom and until when. On paper it stands masked: printing is an act of its own. */
function OpenValue({ field, value }: { field: FileField; value: Revealed }) {
  const t = useText()
  const { pick } = useLanguage()
  const purposes = usePurposes()
  const label = pick(field)
  const kind = identifierKind(field.type)
  return (
    <>
      <span className="use-screen">
        <FieldValue label={label} kind={kind} value={{ state: 'shown', text: value.text }} />
        <small className="field-grant">
          <span>{t('kit.field.for', { purpose: purposes.word(value.purpose) })}</span>
          <Countdown until={value.until} warnMinutes={1} />
        </small>
      </span>
      <span className="use-paper">
        <FieldValue label={label} kind={kind} value={closedState(field)} />
      </span>
    </>
  )
}

/** What can be done with an opened value. */
function OpenActs({ field, tools }: LineProps) {
  const t = useText()
  const { pick } = useLanguage()
  const label = pick(field)
  const copyGrant = grantFor(tools.view.grants, field.id, 'copy', tools.now)
  return (
    <>
      <Button
        type="link"
        size="small"
        aria-label={`${t('use.hide')}: ${label}`}
        onClick={() => tools.hide([field.id])}
      >
        {t('use.hide')}
      </Button>
      {copyGrant !== undefined && (
        <CopyRecorded label={label} fetch={() => tools.copy(field.id, copyGrant)} />
      )}
    </>
  )
}

/** Why a field cannot be had here, and who helps. */
function NoWay({ field, tools }: LineProps) {
  const t = useText()
  const { owner, department } = tools.view
  const keeper = owner === '' ? t('use.way.keeper') : department === '' ? owner : `${owner} (${department})`
  return (
    <Popover
      trigger={['click', 'hover']}
      content={<p className="use-hint">{t(`use.way.${field.way}.hint`, { owner: keeper })}</p>}
    >
      <Button type="text" size="small" className="use-quiet" icon={<LockOutlined aria-hidden="true" />}>
        {t(`use.way.${field.way}`)}
      </Button>
    </Popover>
  )
}

function Act({ field, tools }: LineProps) {
  const t = useText()
  const { pick } = useLanguage()
  const grant = grantFor(tools.view.grants, field.id, 'read', tools.now)
  const label = pick(field)
  if (field.sight === 'absent' || field.sight === 'full') return null
  // A grant does not open what the matrix gives to none of the person’s roles.
  if (grant !== undefined && field.way !== 'authority')
    return (
      <Button
        type="link"
        size="small"
        icon={<EyeOutlined aria-hidden="true" />}
        loading={tools.opening === field.id}
        aria-label={`${t('use.openGranted')}: ${label}`}
        onClick={() => tools.openGranted([field.id], grant)}
      >
        {t('use.openGranted')}
      </Button>
    )
  if (field.way === 'reason')
    return (
      <Button
        type="link"
        size="small"
        icon={<EyeOutlined aria-hidden="true" />}
        aria-label={`${t('use.openReason')}: ${label}`}
        onClick={() => tools.ask(field)}
      >
        {t('use.openReason')}
      </Button>
    )
  return ['clearance', 'authority', 'unavailable'].includes(field.way) ? (
    <NoWay field={field} tools={tools} />
  ) : null
}

/** One field of the file: what it is, what is seen of it, its level, why, and the way to more. */
export function FieldLine({ field, tools }: LineProps) {
  const { pick } = useLanguage()
  const opened = tools.shown.get(field.id)
  const granted = grantFor(tools.view.grants, field.id, 'read', tools.now) !== undefined
  const choose = field.way === 'apply' && !granted && tools.view.may.apply
  return (
    <tr className={opened === undefined ? undefined : 'opened'}>
      <th scope="row">{pick(field)}</th>
      <td className="value">
        {opened !== undefined ? (
          <OpenValue field={field} value={opened} />
        ) : (
          <FieldValue
            label={pick(field)}
            kind={identifierKind(field.type)}
            value={closedState(field)}
            {...(choose
              ? { onApply: () => tools.toggle(field.id), chosen: tools.chosen.includes(field.id) }
              : {})}
          />
        )}
      </td>
      <td className="act">
        {opened === undefined ? (
          <Act field={field} tools={tools} />
        ) : (
          <OpenActs field={field} tools={tools} />
        )}
      </td>
      <td>
        <Level rank={field.level} />
      </td>
      <td>
        <ClauseLinks numbers={opened?.because ?? field.because} />
      </td>
    </tr>
  )
}
