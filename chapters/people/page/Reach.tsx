import { Button, Checkbox } from 'antd'
import { ProblemNotice, usePost, useText } from '../../../doors/web/ui/index.ts'
import type { Department, Waits } from '../wire.ts'
import { useSaidSo } from './WaitingRights.tsx'

/** Makes the chosen department a legal entity of its own, or not; for the security administrator. */
export function SubsidiaryButton({ department }: { department: Department }) {
  const t = useText()
  const said = useSaidSo()
  const { subsidiary, id, name } = department
  const save = usePost<{ subsidiary: boolean }, { done: true } | Waits>(`/departments/${id}/subsidiary`, {
    method: 'PUT',
    onDone: said,
    refresh: ['/departments', '/organisation'],
  })
  return (
    <>
      <Button
        loading={save.isPending}
        title={t('people.subsidiary.hint')}
        onClick={() => save.mutate({ subsidiary: !subsidiary })}
      >
        {t(subsidiary ? 'people.subsidiary.unset' : 'people.subsidiary.set', { name })}
      </Button>
      <ProblemNotice error={save.error} />
    </>
  )
}

/** Whether somebody works for the whole group: ticked, it waits for another administrator. */
export function GroupLevel({ personId, groupLevel }: { personId: string; groupLevel: boolean }) {
  const t = useText()
  const said = useSaidSo()
  const save = usePost<{ groupLevel: boolean }, { done: true } | Waits>(`/people/${personId}/group-level`, {
    method: 'PUT',
    onDone: said,
    refresh: ['/people', '/roles'],
  })
  return (
    <>
      <ProblemNotice error={save.error} />
      <Checkbox
        checked={groupLevel}
        disabled={save.isPending}
        onChange={(event) => save.mutate({ groupLevel: event.target.checked })}
      >
        {t('people.groupLevel')}
      </Checkbox>
      <p className="soft">{t('people.groupLevelHint')}</p>
    </>
  )
}
