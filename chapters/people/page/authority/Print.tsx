import {
  Loading,
  PageHeader,
  PrintSheet,
  ProblemNotice,
  SignaturePlace,
  useGet,
  useSession,
} from '../../../../doors/web/ui/index.ts'
import { authorityCategories, type AuthorityReply, authorityVerbs, type RoleAuthority } from '../../wire.ts'
import '../people.css'
import './authority.css'
import { InForce } from './Authority.tsx'
import { verbsAt } from './draft.ts'
import { rankName } from './Grid.tsx'
import { useAuthorityWords } from './words.ts'

/** The whole matrix on paper, for signing and filing. */
export default function Print() {
  const { t } = useAuthorityWords()
  const { company } = useSession()
  const { data, error } = useGet<AuthorityReply>('/authority')
  if (data === undefined) return error === null ? <Loading /> : <ProblemNotice error={error} />
  return (
    <>
      <PageHeader title={t('people.authority.printTitle')} />
      <PrintSheet
        company={company?.name ?? ''}
        title={t('people.authority.printTitle')}
        formNo="BM-QX-01"
        version={t('people.authority.version', { version: data.version })}
      >
        <p>
          <InForce reply={data} />
        </p>
        <p className="authority-hash">
          {t('people.authority.hash')}: <code>{data.hash}</code>
        </p>
        {data.roles.map((role) => (
          <OnPaper key={role.role} role={role} />
        ))}
        <SignaturePlace label={t('people.authority.signer.security')} {...named(data.proposedBy)} />
        <SignaturePlace label={t('people.authority.signer.second')} {...named(data.confirmedBy)} />
      </PrintSheet>
    </>
  )
}

const named = (name: string | null): { name?: string } => (name === null ? {} : { name })

function OnPaper({ role }: { role: RoleAuthority }) {
  const words = useAuthorityWords()
  const { t, ranks } = words
  return (
    <section className="authority-paper">
      <h3>
        {words.role(role.role)} · {t('people.authority.scope')}: {words.scope(role.scope)}
      </h3>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('people.authority.category')}</th>
            {ranks.map((rank) => (
              <th key={rank} scope="col">
                {rankName(rank, words)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {authorityCategories.map(({ code }) => (
            <tr key={code}>
              <th scope="row">{words.category(code)}</th>
              {ranks.map((level) => {
                const verbs = verbsAt(role, { category: code, level })
                return (
                  <td key={level}>
                    {verbs.length === 0
                      ? t('people.authority.nothing')
                      : verbs.length === authorityVerbs.length
                        ? t('people.authority.everything')
                        : verbs.map(words.verb).join(words.comma)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
