import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, InputNumber, Select } from 'antd'
import { useText } from '../../../../doors/web/ui/index.ts'
import { roleCatalogue, type RoleRule, type RulesReply } from '../../wire.ts'
import { useRoleName } from '../words.ts'

/** What the rules say of each role, as a table; nothing where they say nothing. */
export function ByRoleList({ rules }: { rules: readonly RoleRule[] }) {
  const t = useText()
  const roleName = useAnyRoleName()
  if (rules.length === 0) return <>{t('people.places.none')}</>
  return (
    <table className="people-places">
      <thead>
        <tr>
          <th scope="col">{t('people.places.role')}</th>
          <th scope="col">{t('people.places.networks')}</th>
          <th scope="col">{t('people.places.idle')}</th>
          <th scope="col">{t('people.places.hours')}</th>
        </tr>
      </thead>
      <tbody>
        {rules.map((rule) => (
          <tr key={rule.role}>
            <td>{roleName(rule.role)}</td>
            <td>{rule.networks.length === 0 ? t('people.places.anywhere') : rule.networks.join(' ')}</td>
            <td>
              {rule.idleMinutes === null
                ? t('people.places.usual')
                : t('people.rules.minutes', { count: rule.idleMinutes })}
            </td>
            <td>
              {rule.absoluteHours === null
                ? t('people.places.usual')
                : t('people.places.hoursCount', { count: rule.absoluteHours })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Networks and limits of roles, one line each. `limits` are the program's own, which a role can only shorten. */
export function ByRoleForm(props: {
  value: readonly RoleRule[]
  limits: RulesReply['limits']
  address: string
  onChange: (rules: RoleRule[]) => void
}) {
  const { value, limits, address, onChange } = props
  const t = useText()
  const roleName = useAnyRoleName()
  const free = ['staff', ...roleCatalogue.map((role) => role.code)].filter((role) =>
    value.every((rule) => rule.role !== role),
  )
  const set = (at: number, more: Partial<RoleRule>): void =>
    onChange(value.map((rule, index) => (index === at ? { ...rule, ...more } : rule)))
  return (
    <div className="people-places-form">
      <p className="soft">
        {t('people.places.hint', { address, idle: limits.idleMinutes, hours: limits.absoluteHours })}
      </p>
      {value.length > 0 && (
        <div className="people-places-line people-places-head" aria-hidden>
          <span>{t('people.places.role')}</span>
          <span>{t('people.places.networks')}</span>
          <span>{t('people.places.idle')}</span>
          <span>{t('people.places.hours')}</span>
          <span />
        </div>
      )}
      {value.map((rule, at) => {
        const of = (key: string): string => `${roleName(rule.role)} · ${t(key)}`
        return (
          <div className="people-places-line" key={rule.role}>
            <Select
              aria-label={t('people.places.role')}
              value={rule.role}
              options={[rule.role, ...free].map((role) => ({ value: role, label: roleName(role) }))}
              onChange={(role) => set(at, { role })}
            />
            <Select
              mode="tags"
              open={false}
              suffixIcon={null}
              aria-label={of('people.places.networks')}
              placeholder={t('people.places.example')}
              tokenSeparators={[' ', ',', '，', '\n']}
              value={rule.networks}
              onChange={(networks: string[]) => set(at, { networks })}
            />
            <InputNumber
              aria-label={of('people.places.idle')}
              min={1}
              max={limits.idleMinutes}
              precision={0}
              placeholder={String(limits.idleMinutes)}
              suffix={t('people.rules.unitMinutes')}
              value={rule.idleMinutes}
              onChange={(idleMinutes) => set(at, { idleMinutes })}
            />
            <InputNumber
              aria-label={of('people.places.hours')}
              min={1}
              max={limits.absoluteHours}
              precision={0}
              placeholder={String(limits.absoluteHours)}
              suffix={t('people.places.unitHours')}
              value={rule.absoluteHours}
              onChange={(absoluteHours) => set(at, { absoluteHours })}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={`${t('people.places.remove')} ${roleName(rule.role)}`}
              onClick={() => onChange(value.filter((_, index) => index !== at))}
            />
          </div>
        )
      })}
      <Button
        icon={<PlusOutlined />}
        disabled={free.length === 0}
        onClick={() =>
          onChange([...value, { role: free[0]!, networks: [], idleMinutes: null, absoluteHours: null }])
        }
      >
        {t('people.places.add')}
      </Button>
    </div>
  )
}

function useAnyRoleName(): (role: string) => string {
  const t = useText()
  const roleName = useRoleName()
  return (role) => (role === 'staff' ? t('people.places.everybody') : roleName(role))
}
