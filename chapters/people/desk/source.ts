import type { Employment } from '../wire.ts'

/** A department as a list or a directory states it. */
export interface SourceDepartment {
  /** Names from the top down. */
  readonly path: readonly string[]
  /** Employee number of its head; absent where the source says nothing, null where it says there is none. */
  readonly head?: string | null | undefined
}

/** A person as a list or a directory states it; what is absent is left as it is. */
export interface SourcePerson {
  readonly employeeNo: string
  readonly name: string
  /** Names of the department from the top down. */
  readonly department?: readonly string[] | undefined
  readonly post?: string | undefined
  readonly employment?: Employment | undefined
  readonly startsOn?: string | undefined
  readonly endsOn?: string | undefined
  /** Employee number. */
  readonly manager?: string | undefined
  readonly email?: string | undefined
}

/** People and departments as somebody outside states them: a file, LDAP, 企业微信, SCIM. */
export interface Source {
  readonly people: readonly SourcePerson[]
  readonly departments?: readonly SourceDepartment[]
  /** True when everybody who works here is in it: whoever is missing is proposed as a leaver. */
  readonly complete?: boolean
}
