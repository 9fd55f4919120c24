import type { Refusal } from '../../../../floor/errors.ts'
import type { DirectContext } from '../context.ts'
import { readForm, versionInForce } from '../store/forms.ts'
import type { CounterBody, OpenForm, Submitted } from '../wire.ts'
import { noForm } from './acts.ts'
import { uploaded } from './files.ts'
import { mustBeOpen, noticeOf, shownForm } from './open.ts'
import { submit } from './submit.ts'

/** The form as the customer is shown it at the counter: the very same version and notice as at its address. */
export async function counterForm(ctx: DirectContext, id: string): Promise<OpenForm> {
  return await ctx.house.db.read(async (r) => {
    const found = await readForm(r, id)
    const inForce = found === undefined ? undefined : await versionInForce(r, found.id)
    const { form, version } = await mustBeOpen(r, found, inForce, ctx.house.clock.now())
    return await shownForm(ctx, r, form, version, await noticeOf(ctx, r, version))
  })
}

/** Files what the clerk typed and the customer confirmed; the first `signature` bytes of the upload are what he drew. */
export async function submitAtCounter(
  ctx: DirectContext,
  operator: string,
  id: string,
  { signature, ...body }: CounterBody,
  path: string,
): Promise<Submitted | Refusal> {
  const form = await ctx.house.db.read((r) => readForm(r, id))
  if (form === undefined) throw noForm()
  const bytes = await uploaded(path)
  return await submit(ctx, form.code, body, bytes.subarray(signature), {
    channel: 'counter',
    operator,
    signature: bytes.subarray(0, signature),
  })
}
