/** Set phrases by which publishers lead away from the article, in the languages that publish most. Compared in lower case. */

function phrases(list: string): readonly string[] {
  return list
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Whole lines that are labels, never text. */
const labels = new Set(
  phrases(`
  advertisement
  advertisements
  sponsored
  sponsored content
  ad
  continue reading
  continue reading below
  article continues below
  story continues below
  read more
  share
  share this
  share this article
  share this story
  save
  print
  print this page
  loading
  reklama
  anzeige
  werbung
  teilen
  drucken
  merken
  artikel teilen
  mehr lesen
  weiterlesen
  publicidad
  publicité
  pubblicità
  publicidade
  advertentie
  annons
  partager
  compartir
  condividi
  реклама
  广告
  広告
  skip advertisement
  photo
  view comments
  sign up
  subscribe
  subscribe now
  back to top
  nach oben
  zurück
  zurück zur übersicht
  zurück zur liste
  zum seitenanfang
  weiter
  next
  previous
  permalink
  permalien
  twittern
  tweet
  facebook
  twitter
  whatsapp
  pinterest
  linkedin
  email
  e-mail
`),
)

/** Beginnings of a heading, or of a line, that leads to other items. */
const relatedBeginnings = phrases(`
  read also
  read more
  read next
  also read
  see also
  more on this
  more from
  more about
  related
  recommended
  you may also like
  you might also like
  don't miss
  most popular
  most read
  trending
  lesen sie auch
  auch lesen
  lesen sie mehr
  lesen sie hier
  lies auch
  mehr zum thema
  mehr zu
  mehr dazu
  mehr aus
  das könnte sie auch
  das könnte dich auch
  weitere artikel
  weitere beiträge
  weitere themen
  weitere informationen zum thema
  weitere nachrichten
  ähnliche artikel
  ähnliche beiträge
  passend dazu
  siehe auch
  zum thema
  à lire aussi
  a lire aussi
  lire aussi
  à lire également
  voir aussi
  sur le même sujet
  lea también
  lee también
  le puede interesar
  te puede interesar
  noticias relacionadas
  artículos relacionados
  más información
  mira también
  leia também
  leia mais
  veja também
  leggi anche
  vedi anche
  potrebbe interessarti
  zobacz także
  zobacz też
  czytaj też
  czytaj także
  czytaj również
  lees ook
  läs också
  läs mer
  les også
  læs også
  читайте также
  читать также
  читайте також
  смотрите также
  ilgili haberler
  بیشتر بخوانید
  اقرأ أيضا
  اقرأ أيضًا
  相关阅读
  相关新闻
  延伸阅读
  関連記事
  관련기사
`)

/** Headings after which the article is over. */
const endBeginnings = phrases(`
  comments
  leave a comment
  leave a reply
  post a comment
  join the conversation
  kommentare
  kommentar schreiben
  schreibe einen kommentar
  schreiben sie einen kommentar
  kommentar verfassen
  hinterlasse einen kommentar
  diskutieren sie mit
  commentaires
  laisser un commentaire
  vos réactions
  comentarios
  deja un comentario
  deja una respuesta
  comentários
  deixe um comentário
  commenti
  lascia un commento
  komentarze
  dodaj komentarz
  комментарии
  reacties
  about the author
  über den autor
  über die autorin
  à propos de l'auteur
  sobre el autor
`)

/** Reading times and counters of comments or shares. */
const counterLabel =
  /^(lesedauer|lesezeit|reading time|temps de lecture|tiempo de lectura|tempo di lettura|leestijd|czas czytania|время чтения)|^\d{1,3}[\s-]min(ute)?s?\.? (read|lesezeit|lesedauer|de lecture|de lectura|di lettura)|^\d{1,6} (comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti|shares?|views?|likes?)$/i

/** The line says nothing but that it is an advertisement, a button or a way back. */
export function boilerplateLabel(text: string): boolean {
  return labels.has(bare(text)) || counterLabel.test(text)
}

/** The line leads to other items ("Read also", "Mehr zum Thema"). */
export function relatedHeading(text: string): boolean {
  const line = bare(text)
  return relatedBeginnings.some((beginning) => line.startsWith(beginning))
}

/** The line opens the comments or the author's portrait. */
export function endHeading(text: string): boolean {
  const line = bare(text).replace(/^\d{1,5} /, '')
  return endBeginnings.some((beginning) => line.startsWith(beginning))
}

const invitations =
  /newsletter|sign up (for|to|now|here)|subscribe (to|now|here)|follow us on|join our (whatsapp|telegram|newsletter|community)|download (our|the) app|support our (work|journalism)|folge(n sie)? uns (auf|bei)|jetzt abonnieren|abonnieren sie|(gefällt|gefallen) (dir|ihnen) (unser|der|dieser)|suivez-nous|abonnez-vous|inscrivez-vous à|síguenos (en|por)|suscríbete|suscribirse a|seguici su|iscriviti|siga-nos|assine (a|o|nossa)|inscreva-se|subskrybuj|zapisz się|obserwuj nas|подписывайтесь|подпишитесь|abone ol|تابعونا|关注我们/i

/** A short line that invites to a newsletter, an app or a subscription. */
export function invitation(text: string): boolean {
  return invitations.test(text)
}

function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
}
