/** Short English names of subjects: their own would fill two lines over a headline, and a button from edge to edge. */
export const en: Readonly<Record<string, string>> = {
  'medtop:01000000': 'Culture and media',
  'medtop:02000000': 'Crime and justice',
  'medtop:03000000': 'Disasters and accidents',
  'medtop:04000000': 'Business and finance',
  'medtop:16000000': 'War and conflict',
}
