/**
 * Words by which pages name what is not the article, in class and id attributes and in headings. General vocabulary of page
 * templates in the languages that publish most; nothing about any one site.
 */

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/))
}

/** A class or id with one of these words marks a part that is not the article. */
export const boilerplateNames = words(`
  ad ads adv advert advertisement advertising adslot adsense sponsor sponsored sponsors promo promos promoted promotion taboola outbrain
  banner banners breadcrumb breadcrumbs crumbs brotkrumen comment comments commentlist kommentar kommentare commentaires comentarios
  respond replies disqus cookie cookies consent gdpr cmp footer foot footnav footers copyright imprint impressum masthead
  nav navi navbar navigation menu menue submenu menus pager pagination paging paginator pagenav sidebar sidebars sidebox seitenleiste
  marginal marginalspalte share sharing shares sharer shariff addthis addtoany sharedaddy social socials socialmedia follow
  facebook twitter whatsapp pinterest linkedin instagram related relateds relatedposts similar recommended recommendation recommendations recommend empfehlungen
  verwandte relacionadas relacionados newsletter newsletters subscribe subscription abo signup login register anmelden
  modal popup overlay dialog toolbar toolbox tools tags taglist tagcloud keywords hashtags categories
  rating ratings vote voting votes widget widgets teaser teasers trending popular mostread meistgelesen
  print printlink skip hidden invisible visuallyhidden offscreen backlink weiterlesen readmore jumplinks
  toc authorbox bio biography aboutauthor donate donation spenden shop
  noprint postmeta entrymeta postmetadata
`)

/** A class or id with one of these words marks the article, or what is certainly part of it. */
export const bodyNames = words(`
  articlebody articlecontent articletext bodytext entrycontent postcontent postbody storybody storycontent storytext contentbody maincontent
  artikeltext artikelinhalt fliesstext
`)

/** Word pairs read as one name: `article-body`, `entry_content`, `post content`. */
export const bodyNamePairs: readonly (readonly [ReadonlySet<string>, ReadonlySet<string>])[] = [
  [
    words('article entry post story blog news artikel page main'),
    words('body content text copy inhalt texte contenu detail'),
  ],
]

/** A class or id with one of these words marks a lead before the body. */
export const leadNames = words(`
  lead lede leadtext intro introtext introduction standfirst teaser teasertext summary abstract excerpt dek deck chapo chapeau
  vorspann kicker subtitle subheadline subhead unterzeile anleser bajada copete entradilla sommario occhiello description
`)

/** Elements that hold no readable text, whatever their names. */
export const unreadTags = words(
  'script style noscript template link meta object embed applet svg math canvas button input select textarea option datalist dialog map area frame frameset noframes nav',
)
