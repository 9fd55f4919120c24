import { useLanguage, useText } from '../../../../doors/web/ui/index.ts'
import { type AuthorityVerb, roleCatalogue, staffRole } from '../../wire.ts'
import { useLevels, useRoleName } from '../words.ts'

/** The roles that a matrix may name, all staff first. */
export const matrixRoles: readonly string[] = [
  staffRole,
  ...roleCatalogue.filter((role) => !role.separated).map((role) => role.code),
]

/** Words of the matrix in the language shown. */
export function useAuthorityWords() {
  const t = useText()
  const roleName = useRoleName()
  const levels = useLevels()
  const { pick } = useLanguage()
  return {
    t,
    role: (code: string): string => (code === staffRole ? t('people.authority.staff') : roleName(code)),
    category: (code: string): string => t(`people.authority.category.${code}`),
    verb: (code: AuthorityVerb): string => t(`people.authority.verb.${code}`),
    scope: (code: string): string => t(`people.authority.scope.${code}`),
    comma: t('kit.listComma'),
    /** Ranks of the company's levels, the lowest first. */
    ranks: levels.length === 0 ? [1, 2, 3, 4] : levels.map((level) => level.rank),
    levels,
    pick,
  }
}
export type AuthorityWords = ReturnType<typeof useAuthorityWords>
