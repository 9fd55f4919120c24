import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller, House } from '../../../gate/index.ts'
import type { Approval, Instance } from '../../approval/index.ts'
import { collectionLevel, type Custody, risesAtOf } from '../../custody/index.ts'
import type { People } from '../../people/index.ts'
import { type Content, contentOf, gravest, modeWords, sortedModes } from '../content.ts'
import type { UseFacts } from '../facts.ts'
import { periodOf } from '../period.ts'
import * as store from '../store/applications.ts'
import * as wire from '../wire.ts'

export interface ApplicationParts {
  readonly house: House
  readonly people: People
  readonly approval: Approval
  readonly custody: Custody
  readonly facts: UseFacts
}

interface Prepared {
  readonly content: Content
  /** Highest rank among the files and the wanted fields: what decides the flow. */
  readonly level: number
  readonly days: number
  /** Categories of the wanted fields: conditions of a flow look at them. */
  readonly categories: readonly string[]
}

const dayMs = 86_400_000

/** 客户资料使用申请: filling in, filing, changing after a return, looking back. */
export class ApplicationDesk {
  readonly #parts: ApplicationParts
  constructor(parts: ApplicationParts) {
    this.#parts = parts
  }

  /**
   * Files an application; the flow is chosen by the highest level and the gravest mode. `copyOf` names an ended
   * application of the caller whose content is handed in again.
   */
  async apply(
    caller: Caller,
    body: wire.ApplicationBody,
    copyOf?: string,
  ): Promise<{ id: string; number: string } | Refusal> {
    const { house, approval } = this.#parts
    return await house.db.transact(async (w) => {
      const prepared = await this.#prepare(w, body)
      const id = newId()
      const refusal = await this.#ask(w, caller, id, prepared)
      if (refusal !== undefined) return refusal
      const { content, level } = prepared
      await store.insertApplication(w, id, caller.personId, content, house.clock.now())
      const filed = await approval.submit(w, {
        id,
        form: 'use',
        applicantId: caller.personId,
        snapshot: content,
        level,
        action: gravest(content.modes),
        title: await this.titleOf(content),
        ...(body.cc === undefined ? {} : { cc: body.cc }),
        ...(body.picks === undefined ? {} : { picks: body.picks }),
        ...(copyOf === undefined ? {} : { copyOf }),
        about: {
          customers: content.customers.length,
          categories: prepared.categories,
          purpose: content.purpose,
        },
        address: caller.address,
      })
      await store.dropDraft(w, caller.personId)
      return { id: filed.id, number: filed.number }
    })
  }

  /** Files a returned application again, changed; level and mode are worked out anew, and with them the flow. */
  async resubmit(
    caller: Caller,
    id: string,
    body: wire.ApplicationBody,
  ): Promise<{ id: string; number: string } | Refusal> {
    const { house, approval } = this.#parts
    return await house.db.transact(async (w) => {
      const instance = await this.#own(w, caller, id)
      if (instance.state !== 'returned') throw new Mistake('use.not-returned', { status: 409 })
      const prepared = await this.#prepare(w, body)
      const { content, level } = prepared
      const refusal = await this.#ask(w, caller, id, prepared)
      if (refusal !== undefined) return refusal
      await store.replaceApplication(w, id, content)
      return await approval.resubmit(w, id, {
        applicantId: caller.personId,
        snapshot: content,
        level,
        action: gravest(content.modes),
        title: await this.titleOf(content),
        ...(body.picks === undefined ? {} : { picks: body.picks }),
        about: {
          customers: content.customers.length,
          categories: prepared.categories,
          purpose: content.purpose,
        },
        address: caller.address,
      })
    })
  }

  /**
   * Sends a returned application, as it is, straight back to the step that returned it. What was applied for, its level
   * and its period must still be what was decided on: else every step has to decide anew.
   * @throws Mistake `use.not-returned`, `use.straight-level`, `use.straight-period`, `use.no-such-purpose`,
   * `use.no-such-field`, `approval.straight-not-possible`
   */
  async sendBack(caller: Caller, id: string): Promise<{ id: string; number: string } | Refusal> {
    const { house, approval } = this.#parts
    return await house.db.transact(async (w) => {
      const instance = await this.#own(w, caller, id)
      if (instance.state !== 'returned') throw new Mistake('use.not-returned', { status: 409 })
      const content = contentOf(instance.snapshot)
      await this.#checkOffered(content)
      const { level, categories } = await this.#weigh(w, content.customers, content.fields)
      if (level !== instance.level) throw new Mistake('use.straight-level', { status: 409 })
      const [from, until] = [Date.parse(content.startsAt), Date.parse(content.endsAt)]
      if (until <= house.clock.now().getTime()) throw new Mistake('use.straight-period', { status: 409 })
      const days = Math.ceil((until - from) / dayMs)
      const refusal = await this.#ask(w, caller, id, { content, level, days, categories })
      if (refusal !== undefined) return refusal
      return await approval.resubmit(w, id, {
        applicantId: caller.personId,
        snapshot: instance.snapshot,
        level,
        action: instance.action,
        straight: true,
        address: caller.address,
      })
    })
  }

  /** Hands the content of an ended application in again, from now at the earliest. */
  async again(caller: Caller, instance: Instance): Promise<{ id: string; number: string } | Refusal> {
    const { undertaking, startsAt, countLimit, ...content } = contentOf(instance.snapshot)
    const now = this.#parts.house.clock.now()
    const body = {
      ...content,
      undertaking,
      startsAt: Date.parse(startsAt) > now.getTime() ? startsAt : now.toISOString(),
      ...(countLimit === null ? {} : { countLimit }),
    }
    return await this.apply(caller, body, instance.id)
  }

  /** One of the caller's own applications, for looking at and changing. */
  async mine(caller: Caller, id: string): Promise<wire.ApplicationContent> {
    const { house, custody } = this.#parts
    return await house.db.read(async (r) => {
      const instance = await this.#own(r, caller, id)
      const content = contentOf(instance.snapshot)
      const materials = await custody.material(content.customers)
      const { reason, purpose, fields, modes, startsAt, endsAt, countLimit, storagePlace, returnMethod } =
        content
      return {
        id, number: instance.number, state: instance.state, level: instance.level, purpose, reason,
        customers: content.customers.flatMap((customer) => {
          const head = materials.get(customer)?.head
          return head === undefined ? [] : [{ id: head.id, fileNo: head.fileNo, level: head.level }]
        }),
        fields, modes, startsAt, endsAt, countLimit, storagePlace, returnMethod,
        createdAt: instance.createdAt.toISOString(),
        grant: (await store.grantOfApplication(r, id)) ?? null,
        straightTo: (await this.#parts.approval.straightTo(r, id)) ?? null,
      } // prettier-ignore
    })
  }

  /** The caller's applications, newest first. */
  async list(
    caller: Caller,
    q: { page: number; size: number; state?: string | undefined },
  ): Promise<wire.ApplicationList> {
    const { total, rows } = await this.#parts.house.db.read((r) =>
      store.listApplications(r, caller.personId, q),
    )
    return {
      total,
      rows: rows.map((row) => ({
        ...row,
        number: row.number ?? '',
        startsAt: row.startsAt.toISOString(),
        endsAt: row.endsAt.toISOString(),
        createdAt: row.createdAt.toISOString(),
      })),
    }
  }

  /** The draft the caller keeps; null when there is none, or one of an earlier shape. */
  async draft(caller: Caller): Promise<{ draft: wire.Draft | null; savedAt: string | null }> {
    const kept = await this.#parts.house.db.read((r) => store.readDraft(r, caller.personId))
    const parsed = wire.draft.safeParse(kept?.content)
    return parsed.success && kept !== undefined
      ? { draft: parsed.data, savedAt: kept.savedAt.toISOString() }
      : { draft: null, savedAt: null }
  }

  /** Keeps the draft, in place of an earlier one. */
  async saveDraft(caller: Caller, draft: wire.Draft): Promise<{ draft: wire.Draft; savedAt: string }> {
    const { house } = this.#parts
    const now = house.clock.now()
    await house.db.transact((w) => store.saveDraft(w, caller.personId, draft, now))
    return { draft, savedAt: now.toISOString() }
  }

  async #own(r: Parameters<Approval['instance']>[0], caller: Caller, id: string): Promise<Instance> {
    const instance = await this.#parts.approval.instance(r, id)
    if (instance === undefined || instance.form !== 'use' || instance.applicantId !== caller.personId)
      throw new Mistake('use.no-such-application', { status: 404, field: 'id' })
    return instance
  }

  /** Purposes and fields that are closed by now are applied for no more, nor is a form about them handed in again. */
  async #checkOffered({ purpose, fields }: Pick<Content, 'purpose' | 'fields'>): Promise<void> {
    const { custody, facts } = this.#parts
    if (!(await facts.purposes()).has(purpose)) throw new Mistake('use.no-such-purpose', { field: 'purpose' })
    const catalogue = await custody.catalogue()
    for (const id of fields)
      if (id !== wire.attachments && catalogue.fields.get(id)?.retired !== false)
        throw new Mistake('use.no-such-field', { field: 'fields', values: { id } })
  }

  /** Checks what was typed and brings it into the form in which it is hashed. */
  async #prepare(w: Writer, body: wire.ApplicationBody): Promise<Prepared> {
    const { house } = this.#parts
    const period = periodOf(body, house.clock.now(), house.timeZone)
    await this.#checkOffered(body)
    const found = await store.findFiles(w, body.customers)
    const missing = body.customers.filter((named) => !found.has(named))
    if (missing.length > 0) {
      const first = body.customers.indexOf(missing[0]!) + 1
      throw new Mistake('use.files-not-found', {
        field: 'customers',
        values: { count: missing.length, first },
      })
    }
    const customers = [...new Set(body.customers.map((named) => found.get(named)!))].sort()
    const fields = [...new Set(body.fields)].sort((a, b) => a - b)
    const { level, categories } = await this.#weigh(w, customers, fields)
    return {
      content: {
        purpose: body.purpose, reason: body.reason, customers, fields, modes: sortedModes(body.modes),
        startsAt: period.startsAt.toISOString(), endsAt: period.endsAt.toISOString(), countLimit: body.countLimit ?? null,
        storagePlace: body.storagePlace ?? '', returnMethod: body.returnMethod ?? '', undertaking: true,
      },
      level,
      days: period.days,
      categories,
    } // prettier-ignore
  }

  /** The highest level among files, wanted fields and attachments, and the categories of the fields. */
  async #weigh(
    w: Writer,
    customers: readonly string[],
    fields: readonly number[],
  ): Promise<Pick<Prepared, 'level' | 'categories'>> {
    const { custody } = this.#parts
    const materials = await custody.material([...customers], w)
    const attached = fields.includes(wire.attachments)
      ? await custody.attachmentLevels(w, [...customers])
      : new Map<string, number>()
    const own = [...materials.values()].map((one) =>
      Math.max(
        attached.get(one.head.id) ?? 0,
        one.head.level,
        ...fields.map((id) => one.fields.get(id)?.level ?? 0),
      ),
    )
    const catalogue = await custody.catalogue()
    // Many files together stand higher than each of them, and so do those who decide about them.
    const counts = (rank: number): number => own.filter((level) => level >= rank).length
    return {
      level: collectionLevel(Math.max(...own), counts, risesAtOf(catalogue)).level,
      categories: [...new Set(fields.flatMap((id) => catalogue.fields.get(id)?.category ?? []))].sort(),
    }
  }

  async #ask(w: Writer, caller: Caller, id: string, prepared: Prepared): Promise<Refusal | undefined> {
    const { house, people } = this.#parts
    const { content, level, days } = prepared
    const person = (await people.personFacts([caller.personId], w)).get(caller.personId)
    const answer = house.gate.askIn(
      w,
      { actor: caller.personId, verb: 'apply', fields: [], purpose: content.purpose, reasonStated: true, at: house.clock.now().getTime() },
      {
        ...(person === undefined ? {} : { person }),
        purposes: await this.#parts.facts.purposes(),
        act: { verb: 'apply', undertaking: content.undertaking, periodDays: days, level },
      },
      { application: id, detail: { files: content.customers.length, fields: content.fields, modes: content.modes, level } },
    ) // prettier-ignore
    return isRefusal(answer) ? answer : undefined
  }

  /** Number of files and modes; no names, no reason. */
  async titleOf(content: Content): Promise<{ zh: string; en: string }> {
    const count = content.customers.length
    const words = content.modes.map((mode) => modeWords[mode])
    const purpose = (await this.#parts.facts.purposeWords()).get(content.purpose)
    return {
      zh: `${purpose?.zh ?? content.purpose}：${count} 份客户资料，${words.map((one) => one.zh).join('、')}`,
      en: `${purpose?.en ?? content.purpose}: ${count} customer ${count === 1 ? 'file' : 'files'}, ${words.map((one) => one.en).join(', ')}`,
    }
  }
}
