import { Move } from './Handover.tsx'

export default Move
