import { AsyncPicker, type PickerProps } from './AsyncPicker.tsx'

interface PersonRow {
  id: string
  name: string
  employeeNo?: string
  department?: string
}

/** Chooses people; the path's rows are `{ id, name, employeeNo?, department? }`. */
export function PersonPicker(props: Omit<PickerProps, 'path'> & { path?: string }) {
  return (
    <AsyncPicker<PersonRow>
      {...props}
      path={props.path ?? '/people'}
      read={(row) => ({
        id: row.id,
        label: row.name,
        note: [row.employeeNo, row.department]
          .filter((part) => part !== undefined && part !== '')
          .join(' · '),
      })}
    />
  )
}
