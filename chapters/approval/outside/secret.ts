/** Name under which the secret of a connection to another system is sealed. */
export const linkSecretName = (id: string): string => `outside-link/${id}`
