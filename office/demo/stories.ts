import { setTimeout as sleep } from 'node:timers/promises'
import { isRefusal } from '../../floor/errors.ts'
import type { House } from '../../gate/index.ts'
import type { Chapters } from '../../office.ts'
import { type Cast, granted } from './cast.ts'

interface Wish {
  readonly by: string
  readonly purpose: string
  readonly reason: string
  readonly fields: readonly string[]
  readonly count: number
  readonly modes?: readonly ('read' | 'copy' | 'export' | 'print')[]
  readonly days?: number
  readonly seconds?: number
  readonly countLimit?: number
}

/** Applications in every state, grants that run and that ended, readings and refusals: so that each page has something to show. */
export class Stories {
  readonly #house: House
  readonly #chapters: Chapters
  readonly #cast: Cast
  #customers: string[] = []
  constructor(house: House, chapters: Chapters, cast: Cast) {
    this.#house = house
    this.#chapters = chapters
    this.#cast = cast
  }

  async tell(): Promise<void> {
    const running = await this.#approved({
      by: 'M012',
      purpose: 'contract',
      reason: '续签年度框架合同，需核对证件与开户信息',
      fields: ['id-card', 'bank-card'],
      count: 2,
      modes: ['read', 'copy'],
      days: 7,
    })
    await this.#opens('M012', running, 'contract')
    const counted = await this.#approved({
      by: 'M017',
      purpose: 'billing',
      reason: '开票信息核对',
      fields: ['bank-account', 'floor-price'].slice(0, 1),
      count: 1,
      countLimit: 3,
      days: 3,
    })
    await this.#opens('M017', counted, 'billing')
    const exporting = await this.#approved({
      by: 'M031',
      purpose: 'billing',
      reason: '季度应收对账',
      fields: ['company-name', 'contact-name', 'mobile'],
      count: 5,
      modes: ['read', 'export'],
      days: 5,
    })
    void exporting
    const short = await this.#approved({
      by: 'M013',
      purpose: 'visit',
      reason: '当日拜访客户',
      fields: ['id-card'],
      count: 1,
      seconds: 2,
    })
    await this.#opens('M013', short, 'visit')
    const revoked = await this.#approved({
      by: 'M018',
      purpose: 'service',
      reason: '设备返修取件',
      fields: ['id-card'],
      count: 1,
      days: 10,
    })
    await this.#revoke(revoked)
    await this.#applies({
      by: 'M012',
      purpose: 'complaint',
      reason: '客户投诉发票抬头有误，需核对身份信息',
      fields: ['id-card'],
      count: 1,
      days: 3,
    })
    await this.#applies({
      by: 'M014',
      purpose: 'delivery',
      reason: '补寄合同原件',
      fields: ['address', 'mobile'],
      count: 3,
      days: 2,
    })
    await this.#applies({
      by: 'M010',
      purpose: 'contract',
      reason: '审定年度底价',
      fields: ['floor-price'],
      count: 2,
      days: 5,
    })
    await this.#rejected({
      by: 'M013',
      purpose: 'visit',
      reason: '想了解一下客户情况',
      fields: ['bank-card'],
      count: 4,
      days: 30,
    })
    await this.#returned({
      by: 'M017',
      purpose: 'contract',
      reason: '合同续签准备',
      fields: ['id-card'],
      count: 2,
      days: 60,
    })
    await this.#withdrawn({
      by: 'M014',
      purpose: 'service',
      reason: '误提交，稍后重填',
      fields: ['mobile'],
      count: 1,
      days: 1,
    })
    await this.#everydayWork()
    await sleep(2500)
    await this.#refusals(short)
  }

  async #applies(wish: Wish): Promise<string> {
    const { use, custody } = this.#chapters
    const now = this.#house.clock.now().getTime()
    const { byCode } = await custody.catalogue()
    const fields = wish.fields.map((code) => byCode.get(code)!.id)
    const customers = await this.#customersWith(wish.by, fields, wish.count)
    const length = wish.seconds === undefined ? (wish.days ?? 1) * 86_400_000 : wish.seconds * 1000
    const answer = await use.applications.apply(this.#cast.who(wish.by), {
      purpose: wish.purpose, reason: wish.reason, customers, fields, modes: [...(wish.modes ?? ['read'])],
      startsAt: new Date(now).toISOString(), endsAt: new Date(now + length).toISOString(), undertaking: true,
      storagePlace: '公司电脑', returnMethod: '用后删除',
      ...(wish.countLimit === undefined ? {} : { countLimit: wish.countLimit }),
    }) // prettier-ignore
    return granted(answer, `apply (${wish.by})`).id
  }

  /** Files that hold one of the fields, different ones each time. */
  async #customersWith(by: string, fields: readonly number[], count: number): Promise<string[]> {
    if (this.#customers.length === 0) {
      const page = granted(
        await this.#chapters.use.readings.list(this.#cast.who('M046'), {
          page: 1,
          size: 100,
          sort: 'fileNo.desc',
        } as never),
        'list files',
      )
      const more = granted(
        await this.#chapters.use.readings.list(this.#cast.who('M046'), {
          page: 6,
          size: 100,
          sort: 'fileNo.asc',
        } as never),
        'list files',
      )
      this.#customers = [...page.rows, ...more.rows].map((row) => row.id)
    }
    const material = await this.#chapters.custody.material(this.#customers)
    const fitting = this.#customers.filter((id) =>
      material.get(id)?.head.fields.some((field) => fields.includes(field)),
    )
    const chosen = fitting.slice(0, count)
    this.#customers = this.#customers.filter((id) => !chosen.includes(id))
    if (chosen.length === 0) throw new Error(`no file for ${by}`)
    return chosen
  }

  /** Whoever has an open task decides, until the form is finished. */
  async #decide(id: string, verb: 'approve' | 'reject' | 'return', opinion: string): Promise<void> {
    const { approval } = this.#chapters
    for (let turn = 0; turn < 8; turn += 1) {
      const { instance, tasks } = await this.#house.db.read((r) => approval.life(r, id))
      const task = tasks.find((one) => one.state === 'todo')
      if (instance.state !== 'running' || task === undefined) return
      const doer = { personId: task.assignee, address: '127.0.0.1' }
      const base = { taskId: task.id, hash: instance.snapshotHash, opinion }
      const deed = verb === 'return' ? { ...base, verb, to: 'applicant' as const } : { ...base, verb }
      granted(await approval.act(doer, id, deed), verb)
      if (verb !== 'approve') return
    }
  }

  async #approved(wish: Wish): Promise<string> {
    const id = await this.#applies(wish)
    await this.#decide(id, 'approve', '同意，按申请范围使用')
    return id
  }

  async #rejected(wish: Wish): Promise<void> {
    await this.#decide(await this.#applies(wish), 'reject', '目的不明确，不符合最小必要原则')
  }

  async #returned(wish: Wish): Promise<void> {
    await this.#decide(await this.#applies(wish), 'return', '期限过长，请缩短为一周')
  }

  async #withdrawn(wish: Wish): Promise<void> {
    const id = await this.#applies(wish)
    granted(
      await this.#chapters.approval.act({ personId: this.#cast.idOf(wish.by), address: '127.0.0.1' }, id, {
        verb: 'withdraw',
        opinion: '填写有误',
      }),
      'withdraw',
    )
  }

  async #content(id: string): Promise<{ customers: string[]; fields: number[] }> {
    const { snapshot } = (await this.#house.db.read((r) => this.#chapters.approval.life(r, id))).instance
    return snapshot as unknown as { customers: string[]; fields: number[] }
  }

  async #opens(by: string, application: string, purpose: string): Promise<void> {
    const { customers, fields } = await this.#content(application)
    for (const customer of customers) {
      await this.#chapters.use.readings.open(this.#cast.who(by), {
        customer,
        fields,
        purpose,
        application,
        mode: 'read',
      })
    }
  }

  async #revoke(application: string): Promise<void> {
    const { rows } = granted(
      await this.#chapters.use.grants.list(this.#cast.who('M016'), {
        page: 1,
        size: 50,
        whose: 'managed',
      } as never),
      'list grants',
    )
    const grant = rows.find((row) => row.application === application)
    if (grant !== undefined)
      granted(
        await this.#chapters.use.grants.revoke(this.#cast.who('M016'), grant.id, '返修已完成，提前收回'),
        'revoke',
      )
  }

  /** Lists, searches and openings on a stated reason, as on any day. */
  async #everydayWork(): Promise<void> {
    const { readings } = this.#chapters.use
    const mobile = (await this.#chapters.custody.catalogue()).byCode.get('mobile')!.id
    for (const no of ['M014', 'M021', 'M022', 'M012']) {
      const caller = this.#cast.who(no)
      const page = await readings.list(caller, { page: 1, size: 20, sort: 'updatedAt.desc' } as never)
      if (isRefusal(page)) continue
      for (const row of page.rows.slice(0, 4)) {
        await readings.view(caller, row.id)
        await readings.open(caller, {
          customer: row.id,
          fields: [mobile],
          purpose: 'service',
          reason: '回访客户',
          mode: 'read',
        })
      }
      await readings.list(caller, { q: '科技', page: 1, size: 20, sort: 'fileNo.desc' } as never)
    }
  }

  /** What the rules stop: an ended grant, a level above the clearance, an administrator who looks. */
  async #refusals(ended: string): Promise<void> {
    const { readings } = this.#chapters.use
    await this.#opens('M013', ended, 'visit')
    const { customers, fields } = await this.#content(ended)
    await readings.open(this.#cast.who('M015'), {
      customer: customers[0]!,
      fields,
      purpose: 'visit',
      reason: '实习任务',
      mode: 'read',
    })
    await readings.view(this.#cast.who('A001'), customers[0]!)
    await readings.list(this.#cast.who('A002'), { page: 1, size: 20, sort: 'fileNo.desc' } as never)
  }
}
