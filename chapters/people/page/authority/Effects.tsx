import { Alert } from 'antd'
import { useEffect } from 'react'
import { Loading, ProblemNotice, useLanguage, usePost } from '../../../../doors/web/ui/index.ts'
import type { AuthorityChange, AuthoritySimulation, RoleAuthority } from '../../wire.ts'
import { rankName } from './Grid.tsx'
import { type AuthorityWords, useAuthorityWords } from './words.ts'

/** Reckons who would gain and lose what by a matrix, and says when that is known and nothing stands against it. */
export function Effects({
  roles,
  onKnown,
}: {
  roles: readonly RoleAuthority[]
  onKnown: (mayGoOn: boolean) => void
}) {
  const words = useAuthorityWords()
  const { t } = words
  const reckon = usePost<{ roles: readonly RoleAuthority[] }, AuthoritySimulation>('/authority/simulation', {
    refresh: [],
    onDone: (reply) => onKnown(reply.problems.length === 0),
  })
  const { mutate } = reckon
  useEffect(() => mutate({ roles }), [mutate, roles])
  const seen = reckon.data
  if (reckon.error !== null) return <ProblemNotice error={reckon.error} onRetry={() => mutate({ roles })} />
  if (seen === undefined) return <Loading />
  return (
    // Longer than the drawer: it is scrolled by the keyboard too.
    <div tabIndex={0} role="group" aria-label={t('people.authority.effects')}>
      <Problems problems={seen.problems} />
      <p>
        {t('people.authority.effectsFigures', {
          people: seen.people,
          gaining: seen.gaining,
          losing: seen.losing,
        })}
      </p>
      {seen.rows.length === 0 && <p className="soft">{t('people.authority.effectsNone')}</p>}
      <ul className="authority-effects">
        {seen.rows.map((row) => (
          <li key={row.personId}>
            <p>
              <strong>{row.name}</strong>{' '}
              <span className="soft">
                {[row.employeeNo, row.department, ...row.roles.map(words.role)].filter(Boolean).join(' · ')}
              </span>
            </p>
            <Changes word={t('people.authority.gains')} changes={row.gains} kind="gains" words={words} />
            <Changes word={t('people.authority.loses')} changes={row.loses} kind="loses" words={words} />
            {row.listed !== null && <p className="soft">{t('people.authority.listed', { ...row.listed })}</p>}
          </li>
        ))}
      </ul>
      {seen.more > 0 && <p className="soft">{t('people.authority.more', { count: seen.more })}</p>}
    </div>
  )
}

function Problems({ problems }: Pick<AuthoritySimulation, 'problems'>) {
  const { t } = useAuthorityWords()
  const { pick } = useLanguage()
  if (problems.length === 0) return null
  return (
    <Alert
      type="error"
      showIcon
      className="authority-problems"
      title={t('people.authority.problems')}
      description={
        <ul>
          {problems.map((one) => (
            <li key={one.en}>{pick(one)}</li>
          ))}
        </ul>
      }
    />
  )
}

function Changes(props: {
  word: string
  changes: readonly AuthorityChange[]
  kind: 'gains' | 'loses'
  words: AuthorityWords
}) {
  const { word, changes, kind, words } = props
  if (changes.length === 0) return null
  return (
    <div className={`authority-${kind}`}>
      <b>{word}</b>
      <ul>
        {grouped(changes).map(({ first, levels }) => (
          <li key={`${first.category} ${levels.join()} ${first.verbs.join()} ${first.from} ${first.to}`}>
            {words.category(first.category)} (
            {levels.map((level) => rankName(level, words)).join(words.comma)}){' '}
            {first.verbs.map(words.verb).join(words.comma)}{' '}
            <span className="soft">{scopeWords(first, words)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Levels of one category that change alike, in one line. */
function grouped(changes: readonly AuthorityChange[]): { first: AuthorityChange; levels: number[] }[] {
  const lines = new Map<string, { first: AuthorityChange; levels: number[] }>()
  for (const one of changes) {
    const key = `${one.category} ${one.verbs.join()} ${one.from} ${one.to}`
    const line = lines.get(key) ?? { first: one, levels: [] }
    line.levels.push(one.level)
    lines.set(key, line)
  }
  return [...lines.values()]
}

function scopeWords({ from, to }: AuthorityChange, words: AuthorityWords): string {
  const name = (scope: AuthorityChange['from']): string =>
    scope === null ? words.t('people.authority.nothing') : words.scope(scope)
  return `${name(from)} → ${name(to)}`
}
