import { Button, Checkbox } from 'antd'
import { ProblemNotice, usePost, useText } from '../../../doors/web/ui/index.ts'
import type { Department } from '../wire.ts'

/** Makes the chosen department a legal entity of its own, or not; for the security administrator. */
export function SubsidiaryButton({ department }: { department: Department }) {
  const t = useText()
  const { subsidiary, id, name } = department
  const save = usePost<{ subsidiary: boolean }>(`/departments/${id}/subsidiary`, {
    method: 'PUT',
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

/** Whether somebody works for the whole group; counts at once. */
export function GroupLevel({ personId, groupLevel }: { personId: string; groupLevel: boolean }) {
  const t = useText()
  const save = usePost<{ groupLevel: boolean }>(`/people/${personId}/group-level`, {
    method: 'PUT',
    refresh: ['/people'],
  })
  return (
    <>
      <ProblemNotice error={save.error} />
      <Checkbox
        key={String(groupLevel)}
        defaultChecked={groupLevel}
        disabled={save.isPending}
        onChange={(event) => save.mutate({ groupLevel: event.target.checked })}
      >
        {t('people.groupLevel')}
      </Checkbox>
      <p className="soft">{t('people.groupLevelHint')}</p>
    </>
  )
}
