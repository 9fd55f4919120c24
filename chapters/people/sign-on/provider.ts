import { Mistake } from '../../../floor/errors.ts'
import type { OutboundRules, Resolver } from '../../../floor/delivery/index.ts'
import type { ProviderKind } from '../wire/sign-on.ts'

/** Somebody as another system has proved them. */
export interface Subject {
  /** Their lasting id over there; never reused for somebody else. */
  readonly externalId: string
  readonly employeeNo?: string
  readonly name?: string
  /** Only an address that the other system says it has checked. */
  readonly email?: string
}

/** What is kept here, sealed, while a browser is away at the other system. */
export interface Kept {
  readonly nonce: string
  readonly verifier: string
}

export interface Journey {
  /** Where the other system sends the browser back to. */
  readonly returnAddress: string
  readonly state: string
  readonly kept: Kept
}

interface Common {
  readonly kind: ProviderKind
  /** Talks to the other system once with the configured credentials. @throws Mistake `people.sign-on-…` */
  test(): Promise<void>
  /** Departments and people over there; absent where the protocol has none. */
  readonly organisation?: OrganisationSource
}

/** The browser goes to the other system and comes back with a proof. */
export interface RedirectProvider extends Common {
  readonly way: 'redirect'
  begin(journey: Journey): Promise<{ readonly address: string }>
  /** @throws Mistake when the answer proves nothing. */
  finish(journey: Journey, answer: URLSearchParams): Promise<Subject>
}

/** The other system checks a name and a password that are typed here. */
export interface PasswordProvider extends Common {
  readonly way: 'password'
  /** Undefined for an unknown name and for a wrong password alike. */
  prove(name: string, password: string): Promise<Subject | undefined>
}

export type SignOnProvider = RedirectProvider | PasswordProvider

export interface SourceDepartment {
  readonly id: string
  /** Absent at the top. */
  readonly parentId?: string
  readonly name: string
}

/** A person over there, in the terms of the people import; undefined where the source says nothing. */
export interface SourcePerson {
  readonly externalId: string
  readonly employeeNo?: string
  readonly name: string
  readonly departmentId?: string
  readonly post?: string
  readonly email?: string
  readonly managerExternalId?: string
  /** Disabled, frozen or left over there. */
  readonly inactive?: boolean
}

/** Where departments and people may be read from. */
export interface OrganisationSource {
  departments(): Promise<readonly SourceDepartment[]>
  people(): Promise<readonly SourcePerson[]>
}

/** What every provider is given beside its configuration. */
export interface ProviderSurroundings {
  readonly secret: string
  readonly rules: OutboundRules
  readonly resolver?: Resolver
  readonly now: () => number
}

/** Words of failures; the other system's own words are never repeated, its code is. */
export const signOnFailure = (
  code:
    'unreachable' | 'address' | 'unproven' | 'declined' | 'answer' | 'outsider' | 'directory' | 'too-large',
  values: Record<string, string | number> = {},
): Mistake => new Mistake(`people.sign-on-${code}`, { status: code === 'unproven' ? 400 : 422, values })
