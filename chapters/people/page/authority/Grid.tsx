import { Button, Select } from 'antd'
import { LevelMark, useLanguage } from '../../../../doors/web/ui/index.ts'
import {
  authorityCategories,
  type AuthorityScope,
  authorityScopes,
  authorityVerbs,
  type AuthorityVerb,
  type RoleAuthority,
} from '../../wire.ts'
import { columnOf, type Place, rowOf, toggled, verbsAt, withScope, withVerbs } from './draft.ts'
import { type AuthorityWords, matrixRoles, useAuthorityWords } from './words.ts'

interface Props {
  /** The matrix shown. */
  roles: readonly RoleAuthority[]
  /** The one it is compared with. */
  before: readonly RoleAuthority[]
  role: string
  onRole: (role: string) => void
  /** Given while it is being changed. */
  onChange?: (roles: RoleAuthority[]) => void
}

/** What one role may do: categories down, levels across, the verbs in each cell. */
export function Grid({ roles, before, role, onRole, onChange }: Props) {
  const words = useAuthorityWords()
  const { t, ranks } = words
  const one = roles.find((other) => other.role === role)
  const old = before.find((other) => other.role === role)
  const scope = one?.scope ?? 'none'
  const listsNames = verbsAt(one, { category: 'basic', level: 1 }).includes('list')
  return (
    <>
      <div className="authority-head">
        <label className="field-label" htmlFor="authority-role">
          {t('people.authority.role')}
        </label>
        <Select
          id="authority-role"
          className="authority-role"
          value={role}
          options={matrixRoles.map((code) => ({ value: code, label: words.role(code) }))}
          onChange={onRole}
        />
        <label className="field-label" htmlFor="authority-scope">
          {t('people.authority.scope')}
        </label>
        <Select<AuthorityScope>
          id="authority-scope"
          className={scope === (old?.scope ?? 'none') ? 'authority-scope' : 'authority-scope moved'}
          value={scope}
          disabled={onChange === undefined}
          options={authorityScopes.map((code) => ({ value: code, label: words.scope(code) }))}
          onChange={(next) => onChange?.(withScope(roles, role, next))}
        />
        <span className="soft">{t('people.authority.scopeHint')}</span>
      </div>
      <div className="people-scroll" tabIndex={0} role="group" aria-label={words.role(role)}>
        <table className="people-plain authority-grid">
          <caption className="only-read-aloud">{words.role(role)}</caption>
          <thead>
            <tr>
              <th scope="col">{t('people.authority.category')}</th>
              {ranks.map((rank) => (
                <th key={rank} scope="col">
                  <Rank rank={rank} words={words} />
                  {onChange !== undefined && (
                    <Whole
                      word={t('people.authority.column')}
                      label={t('people.authority.columnToggle', { what: rankName(rank, words) })}
                      onClick={() => onChange(toggled(roles, role, columnOf(rank)))}
                    />
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {authorityCategories.map(({ code }) => (
              <tr key={code}>
                <th scope="row">
                  {words.category(code)}
                  {onChange !== undefined && (
                    <Whole
                      word={t('people.authority.row')}
                      label={t('people.authority.rowToggle', { what: words.category(code) })}
                      onClick={() => onChange(toggled(roles, role, rowOf(code, ranks)))}
                    />
                  )}
                </th>
                {ranks.map((rank) => {
                  const place = { category: code, level: rank }
                  return (
                    <td key={rank}>
                      <Cell
                        place={place}
                        verbs={verbsAt(one, place)}
                        old={verbsAt(old, place)}
                        words={words}
                        {...(onChange === undefined
                          ? {}
                          : {
                              onVerb: (verb: AuthorityVerb, given: boolean) =>
                                onChange(
                                  withVerbs(roles, role, [place], (_, has) =>
                                    given ? [...has, verb] : has.filter((other) => other !== verb),
                                  ),
                                ),
                            })}
                      />
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="soft people-gap">{t('people.authority.legend')}</p>
      {!listsNames && (
        <p className="people-gap">{t('people.authority.namesClosed', { role: words.role(role) })}</p>
      )}
    </>
  )
}

/** A level in words. */
export function rankName(rank: number, words: AuthorityWords): string {
  const found = words.levels.find((level) => level.rank === rank)
  return found === undefined ? words.t('people.authority.rank', { rank }) : words.pick(found)
}

function Rank({ rank, words }: { rank: number; words: AuthorityWords }) {
  const { language } = useLanguage()
  const found = words.levels.find((level) => level.rank === rank)
  return found === undefined ? (
    <>{words.t('people.authority.rank', { rank })}</>
  ) : (
    <LevelMark rank={rank} name={found[language]} />
  )
}

function Whole({ word, label, onClick }: { word: string; label: string; onClick: () => void }) {
  return (
    <Button type="link" size="small" className="authority-whole" aria-label={label} onClick={onClick}>
      {word}
    </Button>
  )
}

interface CellProps {
  place: Place
  verbs: readonly AuthorityVerb[]
  old: readonly AuthorityVerb[]
  words: AuthorityWords
  onVerb?: (verb: AuthorityVerb, given: boolean) => void
}

function Cell({ place, verbs, old, words, onVerb }: CellProps) {
  const what = `${words.category(place.category)} · ${rankName(place.level, words)}`
  if (onVerb === undefined && verbs.length === authorityVerbs.length && old.length === verbs.length)
    return <span className="held">{words.t('people.authority.everything')}</span>
  if (onVerb === undefined && verbs.length === 0 && old.length === 0)
    return <span className="soft">{words.t('people.authority.nothing')}</span>
  return (
    <span className="authority-cell">
      {authorityVerbs.map((verb) => {
        const [given, was] = [verbs.includes(verb), old.includes(verb)]
        const mark = `${given ? 'on' : 'off'}${given === was ? '' : ' moved'}`
        return (
          <label key={verb} className={`authority-chip ${mark}`}>
            <input
              type="checkbox"
              checked={given}
              disabled={onVerb === undefined}
              aria-label={`${what} · ${words.verb(verb)}`}
              onChange={(event) => onVerb?.(verb, event.target.checked)}
            />
            <span aria-hidden="true">{words.verb(verb)}</span>
          </label>
        )
      })}
    </span>
  )
}
