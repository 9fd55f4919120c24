/** The demo company: invented people in a realistic tree. Nobody here exists. */

export interface DemoDepartment {
  readonly code: string
  readonly name: string
  readonly parent?: string
  /** Employee number of the head. */
  readonly head: string
}

export const departments: readonly DemoDepartment[] = [
  { code: 'GM', name: '总经理办公室', head: 'M001' },
  { code: 'SALES', name: '销售中心', parent: 'GM', head: 'M010' },
  { code: 'SALES-E', name: '华东销售部', parent: 'SALES', head: 'M011' },
  { code: 'SALES-S', name: '华南销售部', parent: 'SALES', head: 'M016' },
  { code: 'SERVICE', name: '客户服务部', parent: 'GM', head: 'M020' },
  { code: 'FIN', name: '财务部', parent: 'GM', head: 'M030' },
  { code: 'TECH', name: '技术部', parent: 'GM', head: 'M035' },
  { code: 'LEGAL', name: '法务合规部', parent: 'GM', head: 'M040' },
  { code: 'OFFICE', name: '综合办公室', parent: 'GM', head: 'M045' },
  { code: 'IT', name: '信息中心', parent: 'GM', head: 'M050' },
]

export interface DemoPerson {
  readonly no: string
  readonly name: string
  readonly department: string
  readonly post: string
  readonly employment?: 'regular' | 'part-time' | 'intern' | 'contractor'
  /** Days from today on which a limited employment ends. */
  readonly endsInDays?: number
  readonly roles?: readonly string[]
  readonly clearance: number
  readonly scope: 'none' | 'own' | 'department' | 'all'
  readonly account?: boolean
}

export const people: readonly DemoPerson[] = [
  {
    no: 'M001',
    name: '沈怀远',
    department: 'GM',
    post: '总经理',
    roles: ['general-manager', 'executive'],
    clearance: 4,
    scope: 'all',
  },
  {
    no: 'M002',
    name: '顾明珠',
    department: 'GM',
    post: '分管副总',
    roles: ['executive'],
    clearance: 4,
    scope: 'all',
  },
  { no: 'M010', name: '王建国', department: 'SALES', post: '销售总监', clearance: 4, scope: 'department' },
  {
    no: 'M011',
    name: '林若溪',
    department: 'SALES-E',
    post: '华东大区经理',
    clearance: 3,
    scope: 'department',
  },
  { no: 'M012', name: '李晓彤', department: 'SALES-E', post: '客户经理', clearance: 3, scope: 'department' },
  { no: 'M013', name: '陈志强', department: 'SALES-E', post: '客户经理', clearance: 3, scope: 'own' },
  { no: 'M014', name: '周雨桐', department: 'SALES-E', post: '销售内勤', clearance: 2, scope: 'department' },
  {
    no: 'M015',
    name: '何嘉豪',
    department: 'SALES-E',
    post: '销售实习生',
    employment: 'intern',
    endsInDays: 60,
    clearance: 1,
    scope: 'own',
  },
  {
    no: 'M016',
    name: '黄启航',
    department: 'SALES-S',
    post: '华南大区经理',
    clearance: 3,
    scope: 'department',
  },
  { no: 'M017', name: '罗思敏', department: 'SALES-S', post: '客户经理', clearance: 3, scope: 'department' },
  { no: 'M018', name: '吴俊杰', department: 'SALES-S', post: '客户经理', clearance: 3, scope: 'own' },
  {
    no: 'M019',
    name: '梁咏诗',
    department: 'SALES-S',
    post: '渠道专员',
    employment: 'part-time',
    endsInDays: 180,
    clearance: 2,
    scope: 'own',
  },
  { no: 'M020', name: '郑慧敏', department: 'SERVICE', post: '客服经理', clearance: 3, scope: 'all' },
  { no: 'M021', name: '孙可欣', department: 'SERVICE', post: '客服专员', clearance: 2, scope: 'all' },
  { no: 'M022', name: '马天宇', department: 'SERVICE', post: '客服专员', clearance: 2, scope: 'all' },
  {
    no: 'M023',
    name: '蒋文博',
    department: 'SERVICE',
    post: '外包坐席',
    employment: 'contractor',
    endsInDays: 90,
    clearance: 1,
    scope: 'own',
  },
  { no: 'M030', name: '许静怡', department: 'FIN', post: '财务经理', clearance: 3, scope: 'all' },
  { no: 'M031', name: '冯丽娟', department: 'FIN', post: '应收会计', clearance: 3, scope: 'all' },
  { no: 'M035', name: '曹宇轩', department: 'TECH', post: '技术经理', clearance: 3, scope: 'own' },
  { no: 'M036', name: '彭思远', department: 'TECH', post: '实施工程师', clearance: 2, scope: 'own' },
  {
    no: 'M037',
    name: '董嘉伟',
    department: 'TECH',
    post: '外协工程师',
    employment: 'contractor',
    endsInDays: 45,
    clearance: 1,
    scope: 'none',
  },
  {
    no: 'M040',
    name: '谢安琪',
    department: 'LEGAL',
    post: '法务经理',
    roles: ['legal', 'secrecy-office'],
    clearance: 4,
    scope: 'all',
  },
  {
    no: 'M041',
    name: '韩思齐',
    department: 'LEGAL',
    post: '合规专员',
    roles: ['secrecy-office'],
    clearance: 4,
    scope: 'all',
  },
  { no: 'M045', name: '唐秀兰', department: 'OFFICE', post: '办公室主任', clearance: 4, scope: 'all' },
  {
    no: 'M046',
    name: '邓佳怡',
    department: 'OFFICE',
    post: '资料管理员',
    roles: ['archivist'],
    clearance: 4,
    scope: 'all',
  },
  {
    no: 'M047',
    name: '余晓明',
    department: 'OFFICE',
    post: '资料采集员',
    roles: ['collector'],
    clearance: 3,
    scope: 'department',
  },
  { no: 'M050', name: '叶永康', department: 'IT', post: '信息中心主任', clearance: 1, scope: 'none' },
]

/** The three separated administrators of the first run. */
export const administrators = {
  systemAdmin: { employeeNo: 'A001', name: '方启明' },
  securityAdmin: { employeeNo: 'A002', name: '严守正' },
  auditAdmin: { employeeNo: 'A003', name: '田鉴清' },
} as const

export const companyName = '澜舟精密仪器有限公司'

/** The password of every account of the demo company; printed at start. Real companies never share one. */
export const demoPassword = 'bamboo lantern quiet river 42'
