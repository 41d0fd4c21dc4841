/** What HTTP needs of how the installation does. */
import type { InstallationView } from '../api/contract/installation.ts'

export type InstallationDoors = { readonly installation: () => Promise<InstallationView> }
