/** Kinds of data in the catalogue and the authority matrix. */
export const categories = ['basic', 'transaction', 'finance', 'trade-secret', 'technical'] as const
