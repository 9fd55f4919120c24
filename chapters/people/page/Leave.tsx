import { Leave } from './Handover.tsx'

export default Leave
