import { AsyncPicker, type PickerProps } from './AsyncPicker.tsx'

interface CustomerRow {
  id: string
  fileNo: string
  /** Display fields as far as the person may see them; the first is the name. */
  cells: { text: string }[]
}

/** Chooses customers; rows as `GET /customers` answers, names as far as the person may see them. */
export function CustomerPicker(props: Omit<PickerProps, 'path'> & { path?: string }) {
  return (
    <AsyncPicker<CustomerRow>
      {...props}
      path={props.path ?? '/customers'}
      read={(row) => ({
        id: row.id,
        label: row.cells.find((cell) => cell.text !== '')?.text ?? row.fileNo,
        note: row.fileNo,
      })}
    />
  )
}
