/** Sealed attachments. Opening is open.ts, for the gate alone. */
export { SealedFiles } from './sealed.ts'
export type { SealedFilesOptions, StoreOptions, StoredFile } from './sealed.ts'
export { BlobMissing, NoSpace } from './blobs.ts'
export type { Blob, BlobStore, Disk } from './blobs.ts'
export { DiskBlobs } from './disk.ts'
