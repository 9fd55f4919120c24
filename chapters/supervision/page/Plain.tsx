/** Text exactly as it is, wrapped rather than cut off. */
export function Plain({ label, children }: { label: string; children: string }) {
  return (
    <pre
      aria-label={label}
      role="group"
      style={{
        margin: '0 0 8px',
        padding: '8px 12px',
        whiteSpace: 'pre-wrap',
        overflowWrap: 'anywhere',
        fontSize: 12,
        background: 'var(--paper)',
        borderRadius: 4,
      }}
    >
      {children}
    </pre>
  )
}
