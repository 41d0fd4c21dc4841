/** What one form does. */
import type { Context } from 'hono'
import type { NoticeCode } from '../../web/notice.tsx'
import type { ServerContext } from '../context.ts'
import type { Refusal } from '../doors.ts'
import type { Form } from './form.ts'
import type { Undo } from './undo.ts'

/** What was done: words for the next page, or a page of its own. */
export type Outcome =
  | { readonly notice?: readonly [NoticeCode, string]; readonly page?: Response; readonly undo?: Undo | undefined }
  | Refusal

export type Action = (c: Context, context: ServerContext, form: Form) => Promise<Outcome>
