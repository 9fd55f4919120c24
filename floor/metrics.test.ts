import { expect, test } from 'vitest'
import { openMetrics } from './metrics.ts'

test('a customer value handed over as a label becomes "other"', async () => {
  const metrics = openMetrics()
  metrics.request('/api/v1/customers/13800138000', 'GET', 200, 0.01)
  metrics.request('/api/v1/customers/张伟', 'GET', 200, 0.01)
  metrics.refusal('110101199003074514')
  metrics.leaves('张伟', 3)
  metrics.job('wei@example.cn', '13800138000')
  const { body } = await metrics.text()
  for (const value of ['13800138000', '张伟', '110101199003074514', 'wei@example.cn'])
    expect(body).not.toContain(value)
  expect(body).toContain('route="other"')
})

test('figures appear under their route pattern, clause, kind and job', async () => {
  const metrics = openMetrics()
  metrics.request('/api/v1/applications/:id', 'GET', 200, 0.02)
  metrics.refusal('4.2.1')
  metrics.leaves('reading', 5)
  metrics.job('expire-grants', 'done')
  metrics.gauge('ledger_size', () => 42)
  const { body, contentType } = await metrics.text()
  expect(contentType).toContain('text/plain')
  expect(body).toContain(
    'mifeng_request_seconds_count{route="/api/v1/applications/:id",method="GET",status="200"} 1',
  )
  expect(body).toContain('mifeng_refusals_total{clause="4.2.1"} 1')
  expect(body).toContain('mifeng_ledger_leaves_total{kind="reading"} 5')
  expect(body).toContain('mifeng_jobs_total{job="expire-grants",outcome="done"} 1')
  expect(body).toContain('mifeng_ledger_size 42')
})
