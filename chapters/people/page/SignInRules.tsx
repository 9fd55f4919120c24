import { Button, Input, InputNumber, Radio, Select, Switch } from 'antd'
import { useState, type ReactNode } from 'react'
import {
  FormSection,
  KeyValue,
  Loading,
  PageHeader,
  ProblemNotice,
  StatusTag,
  Time,
  useGet,
  useLanguage,
  usePerson,
  usePost,
  useText,
} from '../../../doors/web/ui/index.ts'
import { roleCatalogue, type RulesReply, type SignInRules as Rules } from '../wire.ts'
import { ByRoleForm, ByRoleList } from './places/ByRole.tsx'
import { StepUpActs, useStepUpWords } from './places/StepUpActs.tsx'
import './people.css'
import { useRoleName } from './words.ts'

/** The rules of sign-in: what holds, from which standard it differs, and how it is changed by two administrators. */
export default function SignInRules() {
  const t = useText()
  const { roles } = usePerson()
  const reply = useGet<RulesReply>('/sign-in-rules')
  const [changing, setChanging] = useState(false)
  const mayChange = roles.includes('security-admin')
  return (
    <>
      <PageHeader
        title={t('people.rules.title')}
        hint={t('people.rules.hint')}
        primary={
          mayChange &&
          !changing && (
            <Button type="primary" onClick={() => setChanging(true)}>
              {t('people.rules.change')}
            </Button>
          )
        }
      />
      <ProblemNotice error={reply.error} onRetry={() => void reply.refetch()} />
      {reply.data === undefined ? (
        <Loading />
      ) : (
        <>
          <Pending pending={reply.data.pending} />
          {changing ? (
            <ChangeForm reply={reply.data} onClose={() => setChanging(false)} />
          ) : (
            <InForce reply={reply.data} />
          )}
        </>
      )}
    </>
  )
}

function InForce({ reply }: { reply: RulesReply }) {
  const t = useText()
  const { people } = reply
  return (
    <>
      <FormSection title={t('people.rules.inForce')}>
        <RuleList rules={reply.rules} />
        {reply.since !== null && (
          <p className="soft">
            {t('people.rules.decidedBy', {
              proposed: reply.proposedBy ?? '',
              confirmed: reply.confirmedBy ?? '',
              reason: reply.reason,
            })}{' '}
            <Time at={reply.since} />
          </p>
        )}
        <p>{t('people.rules.figures', { ...people })}</p>
      </FormSection>
      <Deviations rows={reply.deviations} />
    </>
  )
}

function RuleList({ rules }: { rules: Rules }) {
  const t = useText()
  const roleName = useRoleName()
  const stepUpWords = useStepUpWords()
  return (
    <KeyValue
      columns={3}
      items={[
        { label: t('people.rules.profile'), value: t(`people.rules.profile.${rules.profile}`), wide: true },
        { label: t('people.rules.length'), value: t('people.rules.lengthValue') },
        {
          label: t('people.rules.age'),
          value:
            rules.profile === 'djcp'
              ? t('people.rules.days', { count: rules.ageDays })
              : t('people.rules.never'),
        },
        {
          label: t('people.rules.classes'),
          value: t(rules.profile === 'djcp' && rules.classRule ? 'people.rules.yes' : 'people.rules.no'),
        },
        { label: t('people.rules.history'), value: t('people.rules.historyValue') },
        { label: t('people.rules.grace'), value: t('people.rules.days', { count: rules.graceDays }) },
        { label: t('people.rules.stepUp'), value: t('people.rules.minutes', { count: rules.stepUpMinutes }) },
        { label: t('people.rules.remember'), value: t('people.rules.days', { count: rules.rememberDays }) },
        { label: t('people.rules.passkey'), value: t('people.rules.days', { count: rules.passkeyDays }) },
        {
          label: t('people.rules.roles'),
          wide: true,
          value: rules.factorRoles.map(roleName).join(t('kit.listComma')),
        },
        { label: t('people.stepUp.title'), wide: true, value: stepUpWords(rules.stepUpActs) },
        { label: t('people.places.title'), wide: true, value: <ByRoleList rules={rules.byRole} /> },
      ]}
    />
  )
}

function Deviations({ rows }: { rows: RulesReply['deviations'] }) {
  const t = useText()
  const { pick } = useLanguage()
  return (
    <FormSection title={t('people.rules.deviations')}>
      <ul className="people-deviations">
        {rows.map((row) => (
          <li key={row.zh}>
            <strong>{row.standard}</strong> {pick(row)}
          </li>
        ))}
      </ul>
    </FormSection>
  )
}

function Pending({ pending }: { pending: RulesReply['pending'] }) {
  const t = useText()
  const decide = usePost<{ outcome: 'confirmed' | 'declined' }>(
    () => `/sign-in-rules/${pending?.id ?? ''}/decision`,
    { refresh: ['/sign-in-rules'] },
  )
  if (pending === null) return null
  return (
    <FormSection title={t('people.rules.pending')}>
      <p>
        <StatusTag tone="waiting">{t('people.rules.waiting')}</StatusTag>{' '}
        {t('people.rules.proposedBy', { name: pending.proposedBy, reason: pending.reason })}{' '}
        <Time at={pending.proposedAt} />
      </p>
      <RuleList rules={pending.rules} />
      <Deviations rows={pending.deviations} />
      <ProblemNotice error={decide.error} />
      {pending.mayDecide ? (
        <p className="people-marks">
          <Button
            type="primary"
            loading={decide.isPending}
            onClick={() => decide.mutate({ outcome: 'confirmed' })}
          >
            {t('people.rules.confirm')}
          </Button>
          <Button onClick={() => decide.mutate({ outcome: 'declined' })}>{t('people.rules.decline')}</Button>
        </p>
      ) : (
        <p className="soft">{t('people.rules.notYours')}</p>
      )}
    </FormSection>
  )
}

function ChangeForm({ reply, onClose }: { reply: RulesReply; onClose: () => void }) {
  const t = useText()
  const { rules } = reply
  const [next, setNext] = useState<Rules>(rules)
  const [reason, setReason] = useState('')
  const set = (more: Partial<Rules>): void => setNext({ ...next, ...more })
  const propose = usePost<{ rules: Rules; reason: string }>('/sign-in-rules', {
    refresh: ['/sign-in-rules'],
    onDone: onClose,
  })
  const number = (
    key: 'graceDays' | 'stepUpMinutes' | 'rememberDays' | 'passkeyDays',
    min: number,
    max: number,
  ) => (
    <InputNumber
      suffix={t(key === 'stepUpMinutes' ? 'people.rules.unitMinutes' : 'people.rules.unitDays')}
      id={`rule-${key}`}
      min={min}
      max={max}
      precision={0}
      value={next[key]}
      onChange={(value) => set({ [key]: value ?? rules[key] })}
    />
  )
  return (
    <FormSection title={t('people.rules.change')}>
      <ProblemNotice error={propose.error} />
      <Radio.Group
        aria-label={t('people.rules.profile')}
        value={next.profile}
        options={(['nist', 'djcp'] as const).map((value) => ({
          value,
          label: t(`people.rules.profile.${value}`),
        }))}
        onChange={(event) => set({ profile: event.target.value as Rules['profile'] })}
      />
      {next.profile === 'djcp' && (
        <>
          <Row label={t('people.rules.age')} id="rule-age">
            <Select
              id="rule-age"
              value={next.ageDays}
              options={([90, 180] as const).map((value) => ({
                value,
                label: t('people.rules.days', { count: value }),
              }))}
              onChange={(ageDays) => set({ ageDays })}
            />
          </Row>
          <Row label={t('people.rules.classes')} id="rule-classes">
            <Switch id="rule-classes" checked={next.classRule} onChange={(classRule) => set({ classRule })} />
          </Row>
        </>
      )}
      <Row label={t('people.rules.grace')} id="rule-graceDays">
        {number('graceDays', 0, 30)}
      </Row>
      <Row label={t('people.rules.stepUp')} id="rule-stepUpMinutes">
        {number('stepUpMinutes', 1, 60)}
      </Row>
      <Row label={t('people.rules.remember')} id="rule-rememberDays">
        <span>
          {number('rememberDays', 0, 30)} <span className="soft">{t('people.rules.rememberHint')}</span>
        </span>
      </Row>
      <Row label={t('people.rules.passkey')} id="rule-passkeyDays">
        {number('passkeyDays', 30, 365)}
      </Row>
      <Row label={t('people.rules.roles')} id="rule-roles">
        <RoleChoice value={next.factorRoles} onChange={(factorRoles) => set({ factorRoles })} />
      </Row>
      <Block label={t('people.stepUp.title')}>
        <StepUpActs value={next.stepUpActs} onChange={(stepUpActs) => set({ stepUpActs })} />
      </Block>
      <Block label={t('people.places.title')}>
        <ByRoleForm
          value={next.byRole}
          limits={reply.limits}
          address={reply.address}
          onChange={(byRole) => set({ byRole })}
        />
      </Block>
      <Row label={t('people.rules.reason')} id="rule-reason">
        <Input
          id="rule-reason"
          value={reason}
          maxLength={200}
          onChange={(event) => setReason(event.target.value)}
        />
      </Row>
      <p className="people-marks people-gap">
        <Button
          type="primary"
          disabled={reason.trim().length < 4}
          loading={propose.isPending}
          onClick={() => propose.mutate({ rules: next, reason: reason.trim() })}
        >
          {t('people.rules.propose')}
        </Button>
        <Button onClick={onClose}>{t('people.cancel')}</Button>
      </p>
    </FormSection>
  )
}

function RoleChoice({ value, onChange }: { value: string[]; onChange: (roles: string[]) => void }) {
  const roleName = useRoleName()
  return (
    <Select
      id="rule-roles"
      mode="multiple"
      className="people-wide"
      value={value}
      options={roleCatalogue.map((role) => ({
        value: role.code,
        label: roleName(role.code),
        disabled: role.separated,
      }))}
      onChange={onChange}
    />
  )
}

function Row({ label, id, children }: { label: string; id: string; children: ReactNode }) {
  return (
    <div className="people-rule-row">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children}
    </div>
  )
}

/** A group of fields under one name. */
function Block({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className="people-rule-block">
      <legend className="field-label">{label}</legend>
      {children}
    </fieldset>
  )
}
