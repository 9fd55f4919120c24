/* Made by tools/sdk.ts from docs/openapi.json; do not edit. */

/** Every call that a program may make, by method and path. */
export interface Operations {
  /** What the token of this call may do, and until when · 调用所用令牌的权限与期限 */
  'GET /token': {
    readonly path: undefined
    readonly query: undefined
    readonly body: undefined
    readonly reply: {
      readonly token: string
      readonly name: string
      readonly holder: {
        readonly id: string
        readonly name: string
        readonly number: string
        readonly kind: 'person' | 'system' | 'assistant'
      }
      readonly owner: { readonly name: string; readonly employeeNo: string }
      readonly fields: readonly number[]
      readonly verbs: readonly string[]
      readonly purpose: string | null
      readonly maskedOnly: boolean
      readonly clearance: number
      readonly scope: 'none' | 'own' | 'department' | 'all'
      readonly intake: {
        readonly system: string
        readonly fields: readonly number[]
        readonly purposes: readonly string[]
        readonly source: string
        readonly channel: 'api' | 'web' | 'wechat' | 'phone' | 'counter'
        readonly rowsPerDay: number
      } | null
      readonly perMinute: number
      readonly perDay: number
      readonly expiresAt: string
    }
  }
  /** List or search customer files (masked) · 查询客户资料（脱敏） */
  'GET /customers': {
    readonly path: undefined
    readonly query: {
      readonly q?: string
      readonly page?: number
      readonly size?: number
      readonly sort?:
        | 'fileNo.asc'
        | 'fileNo.desc'
        | 'createdAt.asc'
        | 'createdAt.desc'
        | 'updatedAt.asc'
        | 'updatedAt.desc'
        | 'level.asc'
        | 'level.desc'
      readonly kind?: 'person' | 'company'
      readonly level?: number
      readonly owner?: string
      readonly department?: string
      readonly source?: string
      readonly purpose?: string
    }
    readonly body: undefined
    readonly reply: {
      readonly total: number
      readonly more: boolean
      readonly tooShort: boolean
      readonly rows: readonly {
        readonly id: string
        readonly fileNo: string
        readonly kind: 'person' | 'company'
        readonly level: number
        readonly owner: string
        readonly department: string
        readonly updatedAt: string
        readonly marketingRefused: boolean
        readonly cells: readonly {
          readonly field: number
          readonly code: string
          readonly sight: 'full' | 'masked' | 'hidden' | 'absent'
          readonly text: string
        }[]
      }[]
    }
  }
  /** One customer file: what is shown, why, and the way to more · 查看一份客户资料：可见范围、理由与获取方式 */
  'GET /customers/{id}': {
    readonly path: { readonly id: string }
    readonly query: undefined
    readonly body: undefined
    readonly reply: {
      readonly id: string
      readonly fileNo: string
      readonly kind: 'person' | 'company'
      readonly level: number
      readonly whole: number
      readonly status: string
      readonly owner: string
      readonly department: string
      readonly legalBasis: string
      readonly createdAt: string
      readonly updatedAt: string
      readonly version: number
      readonly fields: readonly {
        readonly id: number
        readonly code: string
        readonly zh: string
        readonly en: string
        readonly section: string
        readonly category: string
        readonly type: string
        readonly level: number
        readonly sensitive: boolean
        readonly sight: 'full' | 'masked' | 'hidden' | 'absent'
        readonly text: string
        readonly because: readonly string[]
        readonly way: 'none' | 'reason' | 'apply' | 'clearance' | 'authority' | 'unavailable'
      }[]
      readonly grants: readonly {
        readonly id: string
        readonly application: string
        readonly purpose: string
        readonly modes: readonly string[]
        readonly fields: readonly number[]
        readonly from: string
        readonly until: string
        readonly left: number | null
      }[]
      readonly may: {
        readonly write: boolean
        readonly attach: boolean
        readonly apply: boolean
        readonly changeLevel: boolean
      }
      readonly viewsLeft: number
    }
  }
  /** Purposes, for choosing · 处理目的（供选择） */
  'GET /purposes': {
    readonly path: undefined
    readonly query: { readonly closed?: 'yes' | 'no' }
    readonly body: undefined
    readonly reply: {
      readonly rows: readonly {
        readonly code: string
        readonly zh: string
        readonly en: string
        readonly sort: number
        readonly closed: boolean
        readonly legalBasis:
          | 'consent'
          | 'contract'
          | 'statutory-duty'
          | 'emergency'
          | 'public-interest-reporting'
          | 'already-public'
          | 'other-law'
          | 'no-personal-data'
        readonly fields: readonly number[]
        readonly mayUse: boolean
      }[]
    }
  }
  /** Take in or update a customer by an outside reference · 按外部编号收录或更新客户 */
  'PUT /intake/customers/{system}/{key}': {
    readonly path: { readonly system: string; readonly key: string }
    readonly query: { readonly dryRun?: 'yes' | 'no' }
    readonly body: {
      readonly kind: 'person' | 'company'
      readonly values: Readonly<Record<string, string | null>>
      readonly purposes: readonly string[]
      readonly legalBasis: string
      readonly consent?: {
        readonly noticeVersionId: string
        readonly noticeHash: string
        readonly items: readonly {
          readonly item: 'general' | 'sensitive' | 'provision' | 'abroad' | 'marketing'
          readonly given: boolean
        }[]
        readonly purposes: readonly string[]
        readonly channel: 'web' | 'paper' | 'sms' | 'wechat' | 'spoken' | 'counter'
        readonly evidence?: string
        readonly guardian?: { readonly name: string; readonly relation: string }
        readonly at: string
      }
    }
    readonly reply: {
      readonly token: string
      readonly created: boolean
      readonly changed: readonly string[]
      readonly version: number
      readonly repeated: boolean
      readonly dryRun: boolean
    }
  }
  /** Take in or update many customers · 批量收录或更新客户 */
  'POST /intake/customers/bulk': {
    readonly path: undefined
    readonly query: {
      readonly system: string
      readonly dryRun?: 'yes' | 'no'
      readonly results?: 'problems' | 'all'
    }
    readonly body: BodyInit
    readonly reply: {
      readonly rows: number
      readonly created: number
      readonly changed: number
      readonly unchanged: number
      readonly refused: number
      readonly mistakes: number
      readonly dryRun: boolean
      readonly stopped: {
        readonly row: number
        readonly code: string
        readonly text: { readonly zh: string; readonly en: string }
      } | null
      readonly results: readonly {
        readonly row: number
        readonly outcome: 'created' | 'changed' | 'unchanged' | 'refused' | 'mistake'
        readonly token?: string
        readonly version?: number
        readonly code?: string
        readonly field?: string
        readonly because?: readonly string[]
        readonly text?: { readonly zh: string; readonly en: string }
      }[]
    }
  }
  /** How a reference stands · 外部编号的状态 */
  'GET /intake/references/{system}/{key}': {
    readonly path: { readonly system: string; readonly key: string }
    readonly query: undefined
    readonly body: undefined
    readonly reply: {
      readonly token: string
      readonly state: 'active' | 'pending' | 'restricted' | 'erased'
      readonly version: number
      readonly createdAt: string
      readonly changedAt: string
    }
  }
  /** Open fields in full for a purpose · 按目的打开字段的完整内容 */
  'POST /readings': {
    readonly path: undefined
    readonly query: undefined
    readonly body: {
      readonly customer: string
      readonly fields: readonly number[]
      readonly purpose: string
      readonly reason?: string
      readonly application?: string
      readonly mode?: 'read' | 'copy'
    }
    readonly reply: {
      readonly customer: string
      readonly purpose: string
      readonly grant: string | null
      readonly until: string
      readonly left: number | null
      readonly leaf: { readonly lane: number; readonly index: number }
      readonly values: readonly {
        readonly field: number
        readonly sight: 'full' | 'masked' | 'hidden' | 'absent'
        readonly text: string
        readonly because: readonly string[]
      }[]
    }
  }
  /** Open fields by the reference token of one’s own system · 凭本系统的客户代号打开字段 */
  'POST /readings/by-reference': {
    readonly path: undefined
    readonly query: undefined
    readonly body: {
      readonly fields: readonly number[]
      readonly purpose: string
      readonly reason?: string
      readonly application?: string
      readonly mode?: 'read' | 'copy'
      readonly reference: string
    }
    readonly reply: {
      readonly purpose: string
      readonly grant: string | null
      readonly until: string
      readonly left: number | null
      readonly leaf: { readonly lane: number; readonly index: number }
      readonly values: readonly {
        readonly field: number
        readonly sight: 'full' | 'masked' | 'hidden' | 'absent'
        readonly text: string
        readonly because: readonly string[]
      }[]
      readonly reference: string
    }
  }
}
