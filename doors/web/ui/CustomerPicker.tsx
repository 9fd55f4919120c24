import { AsyncPicker, type PickerProps } from './AsyncPicker.tsx'

interface CustomerRow {
  id: string
  name: string
  fileNo?: string
}

/** Chooses customers; the path's rows are `{ id, name, fileNo? }`, the name as far as the person may see it. */
export function CustomerPicker(props: Omit<PickerProps, 'path'> & { path?: string }) {
  return (
    <AsyncPicker<CustomerRow>
      {...props}
      path={props.path ?? '/customers'}
      read={(row) => ({
        id: row.id,
        label: row.name,
        ...(row.fileNo === undefined ? {} : { note: row.fileNo }),
      })}
    />
  )
}
