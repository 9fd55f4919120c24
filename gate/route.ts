import type { Readable } from 'node:stream'
import type { ZodObject, ZodType } from 'zod'
import type { Facts, LimitFacts, ProofFacts } from './facts.ts'
import type { Question } from './question.ts'

/** The signed-in person behind a request. */
export interface Caller {
  readonly personId: string
  readonly accountId: string
  readonly sessionId: string
  readonly roles: readonly string[]
  readonly name: string
  readonly employeeNo: string
  /** Network address the request came from. */
  readonly address: string
  readonly channel: 'web' | 'api' | 'cli'
  /** When this session last proved who sits there. */
  readonly proof?: ProofFacts
  /** Present when a program calls with a token; `limits` absent for service accounts, whose limits are facts about them. */
  readonly token?: { readonly id: string; readonly limits?: LimitFacts }
}

/** What every question asked for this caller begins with. */
export const askedBy = (caller: Caller): Pick<Question, 'actor' | 'token'> =>
  caller.token === undefined ? { actor: caller.personId } : { actor: caller.personId, token: caller.token.id }

/** The facts that come with the caller, and not from the database. */
export const factsOfCaller = (caller: Caller): Pick<Facts, 'proof' | 'token'> => ({
  ...(caller.proof === undefined ? {} : { proof: caller.proof }),
  ...(caller.token?.limits === undefined ? {} : { token: caller.token.limits }),
})

/** By what a session is known to be in the browser that opened it. */
export interface Shown {
  /** The second secret, from its cookie. */
  readonly bound: string | undefined
  /** The user agent. */
  readonly agent: string
}

/** Who may call at all; what they may do with it is decided by the gate. */
export type Who = 'anyone' | 'signed-in' | readonly string[]

export interface FileReply {
  readonly fileName: string
  readonly contentType: string
  readonly body: Buffer | Readable
  readonly inline?: boolean
}

export interface Input {
  /** Present unless `who` is `anyone`. */
  readonly caller: Caller
  readonly params: never
  readonly query: never
  readonly body: never
  readonly address: string
  readonly agent: string
  /** `path` is empty and `bytes` is there where the route keeps uploads in memory. */
  readonly file?: {
    readonly path: string
    readonly name: string
    readonly size: number
    readonly bytes?: Buffer
  }
  readonly idempotencyKey?: string
  /** Version of the thing that the sender believes to change (`If-Match`); 0 = it is not to exist yet (`If-None-Match: *`). */
  readonly ifVersion?: number
  /** The body as it arrives, on routes with `stream`. */
  readonly stream?: Readable
  readonly signal: AbortSignal
  /**
   * Sets or clears the cookies of the session; used by sign-in and sign-out only. `bound` is the second secret, which
   * ties the session to this browser; left out where a session goes on under another token.
   */
  readonly session: {
    begin(token: string, bound?: string): void
    /** Another secret in place of the one that ties the session to this browser. */
    bind(bound: string): void
    end(): void
    token: string | undefined
  }
  /** What the browser shows beside the token. */
  readonly shown: Shown
  /** Why the holder of the token was not let in on a route that is open to anyone: the code of the mistake. */
  readonly notAdmitted?: string
  /** A secret that only this browser holds for some minutes, while it is away at the company's own sign-on. */
  readonly browser: { bind(token: string): void; token: string | undefined }
  /** A secret by which this browser is remembered for some days in place of the second factor. */
  readonly device: { remember(token: string, days: number): void; forget(): void; token: string | undefined }
  /** What stands in the address bar, e.g. `https://mifeng.example`; passkeys are bound to it. */
  readonly origin: string
}

/** One line of a chapter's route table. `run` returns the reply, a Refusal, or throws a Mistake. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Fastify style under /api/v1, e.g. `/applications/:id`. */
  readonly path: string
  readonly who: Who
  readonly summary: { readonly zh: string; readonly en: string }
  readonly tag: string
  /** Programs may call it with a token; every other route is closed to them. */
  readonly token?: true
  readonly params?: ZodObject
  readonly query?: ZodObject
  readonly body?: ZodObject
  /** `inMemory`: the bytes never touch the disk; for a few megabytes only. */
  readonly upload?: { readonly maxBytes: number; readonly field: string; readonly inMemory?: true }
  /** The body is not read into memory but handed over as it arrives: lists without end. */
  readonly stream?: { readonly maxBytes: number; readonly types: readonly string[] }
  readonly reply: ZodType | 'file'
  /** Replies with customer values: watermarked pages, never cached, counted in metrics. */
  readonly holdsCustomerData?: boolean
  run(input: Input): Promise<unknown>
}

type Parsed<T> = T extends ZodType<infer Out> ? Out : Record<string, never>

/** Typed constructor of a route: `params`, `query` and `body` arrive parsed by the shapes given. */
export function route<
  P extends ZodObject,
  Q extends ZodObject,
  B extends ZodObject,
  R extends ZodType | 'file',
>(
  definition: Omit<Route, 'run' | 'params' | 'query' | 'body' | 'reply'> & {
    readonly params?: P
    readonly query?: Q
    readonly body?: B
    readonly reply: R
    run(
      input: Omit<Input, 'params' | 'query' | 'body'> & {
        readonly params: Parsed<P>
        readonly query: Parsed<Q>
        readonly body: Parsed<B>
      },
    ): Promise<unknown>
  },
): Route {
  return definition as unknown as Route
}
