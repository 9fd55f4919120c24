/** What arrives for a protocol that other programs speak with us. */
export interface ProtocolRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** The address below the prefix, decoded, e.g. `/Users/1`; never empty. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly authorization: string | undefined
  readonly ifMatch: string | undefined
  readonly ifNoneMatch: string | undefined
  /** Parsed JSON; undefined when there was none. */
  readonly body: unknown
  /** The body as it arrived, for signatures over its bytes; empty when there was none. */
  readonly raw: string
  /** Path and query as they arrived, prefix included. */
  readonly url: string
  /** A header of the request by its lower-case name; undefined when it is absent or was sent twice. */
  header(name: string): string | undefined
  /** Network address the request came from. */
  readonly address: string
  /** Where the prefix is reached from outside, e.g. `https://mifeng.example.cn/scim/v2`. */
  readonly base: string
}

export interface ProtocolReply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON; absent for an empty reply. */
  readonly body?: unknown
}

/**
 * A protocol with shapes laid down elsewhere (SCIM), served under a prefix of its own beside the routes of /api/v1: its
 * own credentials, media type and errors. It never sees cookies, so no browser can be made to speak it.
 */
export interface Protocol {
  /** e.g. `/scim/v2`. */
  readonly prefix: string
  /** Of bodies in both directions; plain `application/json` is taken too. */
  readonly mediaType: string
  answer(request: ProtocolRequest): Promise<ProtocolReply>
  /** What went wrong before or beside `answer`, in the protocol's own shape. */
  failure(status: number): ProtocolReply
}
