import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findEntities } from './find-entities.ts'
import { openGazetteer } from './gazetteer.ts'
import { openTagger } from './tagger.ts'

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../../lexicons/${name}.json`, import.meta.url), 'utf8'))
const tools = {
  gazetteer: openGazetteer({ byHand: read('names'), world: read('names-world') }),
  tagger: openTagger(read('names-tagger')),
}

function find(text: string, { title = '', language = 'en' } = {}) {
  return findEntities({ title, text, language }, tools)
}
const short = (text: string, options = {}) =>
  find(text, options).map(({ kind, name, mentions }) => `${kind} ${name} [${mentions.join(', ')}]`)

describe('findEntities', () => {
  it('folds short names into full ones', () => {
    const found = short('Mayor Ada Quillfeather met Tao Wenbo on Monday. Quillfeather said Tao had agreed to the plan.')
    expect(found).toContain('person Ada Quillfeather [Ada Quillfeather, Quillfeather]')
    expect(found).toContain('person Tao Wenbo [Tao Wenbo, Tao]')
  })

  it('folds letters into what they stand for', () => {
    const text = 'Members of the Northern Fisheries Organisation (NFO) met in Oslo. The NFO said that it would wait.'
    expect(short(text)).toContain('organisation Northern Fisheries Organisation [Northern Fisheries Organisation, NFO]')
  })

  it('gives one id to all ways to write a body', () => {
    expect(find('Talks at the EU failed.')[0]?.id).toBe('organisation:european-union')
    expect(find('Talks at the European Union failed.')[0]?.id).toBe('organisation:european-union')
  })

  it('takes a capital for the country where it acts, and for itself where things happen there', () => {
    const acting = find(
      'Norway and Sweden held talks. Oslo said it would sign. Oslo and Stockholm agreed to meet again.',
    )
    expect(acting.find(({ id }) => id === 'country:NO')).toMatchObject({
      mentions: ['Norway', 'Oslo'],
      seats: ['Oslo'],
    })
    const scene = find('A bakery burned down in Oslo on Monday.')
    expect(scene).toMatchObject([{ id: 'place:oslo', kind: 'place', mentions: ['Oslo'] }])
    expect(find('The Kremlin said nothing.')[0]).toMatchObject({ id: 'country:RU', mentions: ['Kremlin'] })
  })

  it('is not about the outlet that a headline ends with', () => {
    const salient = (title: string, language = 'en') =>
      findEntities({ title, text: '', language }, tools)
        .filter(({ salience }) => salience > 0.25)
        .map(({ name }) => name)
    expect(salient('Oslo opens a ferry line to Denmark - The Harbour Post, Norway')).toEqual(['Oslo', 'Denmark'])
    expect(salient('Oslo opens a ferry line | BRASKWELT')).toEqual(['Oslo'])
    expect(salient('Quillfeather abre una línea a Oslo - La Voz del Puerto', 'es')).not.toContain('Voz del Puerto')
    expect(salient('Quillfeather abre una línea a Oslo " BraskInteligente', 'es')).not.toContain('BraskInteligente')
    expect(salient('Final in Oslo: Real Madrid - Barcelona')).toContain('Barcelona')
  })

  it('is not about the agency that a dateline names, with a dash after it or without', () => {
    for (const text of ['OSLO, Norway (AP) - The ferry is back.', 'OSLO, Norway (AP) The ferry is back after a year.'])
      expect(find(text).find(({ name }) => name === 'Associated Press')?.salience ?? 0).toBeLessThan(0.1)
    const named = find('Members of the Associated Press (AP) met in Oslo on Monday.')
    expect(named.find(({ name }) => name === 'Associated Press')?.salience).toBeGreaterThan(0.2)
  })

  it('takes no mark, no small word and no bare office for a name', () => {
    const names = (title: string, language = 'en') => find('', { title, language }).map(({ name }) => name)
    expect(names('No. 19 Oslo Wins the Cup')).not.toContain('No.')
    expect(names('Do You Recognize This Ring Thief With Sticky Fingers?')).toEqual([])
    expect(names('Quillfeather Profit Rises 18 Percent (Update1)')).not.toContain('Update1')
    expect(names("Sheriff's Office: ferry is found")).not.toContain('Office')
    expect(names('La adolescente que hizo historia en Tokio', 'es')).toEqual(['Tokyo'])
    expect(names('Un incendio en LA', 'es')).not.toEqual([])
  })

  it('takes no words of a headline in capitals into a name', () => {
    const named = (title: string, text = '') => find(text, { title }).map(({ kind, name }) => `${kind} ${name}`)
    const signed = 'Kurt Quillfeather signed for two years.'
    expect(named('Quillfeather Gets the Nod', signed)).toEqual(['person Kurt Quillfeather'])
    expect(named('Oslo and Microsoft Partner for Ferries')).toContain('organisation Microsoft')
    expect(named('Braskwelt OKs New Harbour Data', 'The harbour data of Braskwelt Corp. will be sold.')).toEqual([
      'organisation Braskwelt',
    ])
    expect(named('Captain Wants Witness Immunity', 'Lawyers are seeking it for two witnesses.')).toEqual([])
    expect(named('Ada Cotton Gets the Prize')).toEqual(['person Ada Cotton'])
    expect(named('Ferry Line Opens Again in Stony Brook')).toContain('place Stony Brook')
  })

  it('knows who has a title, streets, and what is written like a name and is none', () => {
    const named = (text: string) => find(text).map(({ kind, name }) => `${kind} ${name}`)
    const titles = named('The ferry came when Gov. Quillfeather was away. It brought Lt. Col. Ada Brask.')
    expect(titles.sort()).toEqual(['person Ada Brask', 'person Quillfeather'])
    expect(named('A ferry left Gordon Avenue on Monday.')).toEqual(['place Gordon Avenue'])
    expect(named('Rep. Ada Quillfeather (D-Oakvale) drove along I-95 on Monday.')).toEqual(['person Ada Quillfeather'])
    expect(named('Penn State at home: Is ground game ready to roll?')).not.toContain('organisation Islamic State')
    expect(named('A ferry left Harrow, W. Va., on Monday.')).toContain('place West Virginia')
  })

  it('takes no noun that begins a Spanish headline for a name', () => {
    const named = (title: string) => find('', { title, language: 'es' }).map(({ kind, name }) => `${kind} ${name}`)
    expect(named('HISTÓRICO. Oro para Noruega en remo')).toEqual(['place Norway'])
    expect(named('Ceremonia de los Juegos de Tokio: así fue')).toEqual(['place Tokyo'])
    expect(named('Primeros Juegos en Oslo')).toEqual(['place Oslo'])
    expect(named('Elecciones: Ada Quillfeather gana')).toContain('person Ada Quillfeather')
  })

  it('takes no adverb and no participle that begins a sentence for a name', () => {
    const named = (text: string) => find(text).map(({ name }) => name)
    for (const word of ['Currently', 'Luckily', 'Unfortunately'])
      expect(named(`${word}, the ferry to Oslo is late.`)).toEqual(['Oslo'])
    expect(named('Reilly met Fleming and Ada Manning in Oslo.')).toEqual(
      expect.arrayContaining(['Reilly', 'Ada Manning']),
    )
  })

  it('knows what letters mean in sport', () => {
    const ids = (text: string) => find(text).map(({ id }) => id)
    expect(ids('The ICC looked at the cricket match again after India lost by one wicket.')).toContain(
      'organisation:international-cricket-council',
    )
    expect(ids('The ICC opened an inquiry into crimes of war.')).toContain('organisation:international-criminal-court')
    expect(ids('After the baseball game the Astros and their pitcher met GM Ada Quill.')).not.toContain(
      'organisation:general-motors',
    )
    expect(ids('GM recalled ten thousand cars.')).toContain('organisation:general-motors')
  })

  it('names people without their trade, companies without their form, states in full', () => {
    expect(short('Swimmer Ada Quillfeather won gold on Monday.')).toEqual([
      'person Ada Quillfeather [Ada Quillfeather]',
    ])
    const german = find('Judo-Weltmeisterin Ada Quillfeather holt Bronze.', { language: 'de' })
    expect(german.map(({ name }) => name)).toContain('Ada Quillfeather')
    expect(find('Harbour Systems Inc. said that it would wait.')[0]?.name).toBe('Harbour Systems')
    expect(find('Police in Oakvale, Calif., said that the pier was shut.').map(({ id }) => id)).toContain(
      'place:california',
    )
    expect(find('NEW YORK (Reuters) - Shares rose on Monday.')[0]).toMatchObject({
      id: 'place:new-york',
      kind: 'place',
    })
  })

  it('keeps a state apart from the country of its name', () => {
    expect(find('Voters in Georgia and Alabama went to the polls.').map(({ id }) => id)).toContain('place:georgia')
    expect(find('Georgia closed the pass, Tbilisi said.').map(({ id }) => id)).toEqual(['country:GE'])
  })

  it('takes no capital for its country where it plays', () => {
    const found = find('Oslo lost the final match against London by three goals.')
    expect(found.map(({ id }) => id).filter((id) => id.startsWith('country:'))).toEqual([])
  })

  it('counts adjectives for the country without listing them', () => {
    const [norway] = find('Norwegian ministers met. A Norwegian ship left Norway.')
    expect(norway).toMatchObject({ id: 'country:NO', mentions: ['Norway'], count: 3, wikidataId: 'Q20' })
    expect(find('Norwegian ministers met.')).toEqual([])
  })

  it('reads datelines, tables and lines of capitals', () => {
    expect(short('OSLO , Nov 3')).toEqual(['place Oslo [OSLO]'])
    expect(short('Arsenal 4 Everton 2')).toEqual(['organisation Arsenal [Arsenal]', 'organisation Everton [Everton]'])
    expect(short('SOCCER - NORWAY BEAT SWEDEN .')).toEqual(['place Norway [NORWAY]', 'place Sweden [SWEDEN]'])
  })

  it('keeps out words that only begin a sentence or a headline', () => {
    expect(short("None of them came. However, I'm sure. Supporters left early, and other supporters stayed.")).toEqual(
      [],
    )
  })

  it('ranks what the article is about before what it names in passing', () => {
    const text = 'Sweden will build the railway. Sweden pays for it. Some steel comes from a mill in Norway.'
    const [first, second] = find(text, { title: 'Sweden to build a railway' })
    expect([first?.name, second?.name]).toEqual(['Sweden', 'Norway'])
    expect(first?.salience).toBeGreaterThan(second?.salience ?? 1)
  })

  it('finds countries in other languages and scripts', () => {
    expect(find('挪威和瑞典举行会谈。', { language: 'zh' }).map(({ id }) => id)).toEqual(['country:NO', 'country:SE'])
    expect(find('وقعت النرويج والسويد اتفاقا', { language: 'ar' }).map(({ id }) => id)).toContain('country:NO')
    expect(find('Делегация посетила Норвегию.', { language: 'ru' }).map(({ id }) => id)).toContain('country:NO')
    const german = find('Der Minister reiste nach Schweden. Die Brücke und das Wetter waren Thema.', { language: 'de' })
    expect(german.map(({ id }) => id)).toEqual(['country:SE'])
  })

  it('knows cities, bodies and events by the names that other languages have for them', () => {
    const ids = (text: string, language: string) => find(text, { language }).map(({ id }) => id)
    expect(ids('El COI reúne en Tokio a los Juegos Olímpicos.', 'es').sort()).toEqual([
      'event:olympic-games',
      'organisation:international-olympic-committee',
      'place:tokyo',
    ])
    expect(ids('Die Olympischen Spiele in Peking', 'de').sort()).toEqual(['event:olympic-games', 'place:beijing'])
    expect(ids('بيروت تستقبل وفدا من الرياض وللأمم المتحدة دور', 'ar').sort()).toEqual([
      'organisation:united-nations',
      'place:beirut',
      'place:riyadh',
    ])
    expect(ids('罗马尼亚代表团抵达罗马。', 'zh')).toEqual(['country:RO', 'place:rome'])
    expect(ids('The Olympic Games opened in Tokyo. The Olympics will end in August.', 'en')).toContain(
      'event:olympic-games',
    )
  })

  it('finds no name within another word', () => {
    expect(find('التعليمات المالية للرسول', { language: 'ar' })).toEqual([])
    expect(find('プリマドンナのステージ', { language: 'ja' })).toEqual([])
    expect(find('Romane und Pariser Mode', { language: 'de' }).map(({ name }) => name)).not.toContain('Rome')
  })

  it('takes an agency that is only credited for next to nothing of what the article is about', () => {
    const credited = find('AP - A storm closed the harbour of Norway.', { title: 'Storm closes harbour (AP)' })
    const agency = credited.find(({ id }) => id === 'organisation:associated-press')
    expect(agency?.mentions).toEqual(['AP'])
    expect(agency?.salience).toBeLessThan(0.1)
    const dateline = find('OSLO (Reuters) - A storm closed the harbour of Norway.')
    expect(dateline.find(({ name }) => name === 'Reuters')?.salience).toBeLessThan(0.1)
    const about = find('Reuters said that it would close its office.', { title: 'Reuters leaves Norway' })
    expect(about.find(({ name }) => name === 'Reuters')?.salience).toBeGreaterThan(0.5)
  })

  it('makes no second name of a part of what the lists know', () => {
    expect(
      find('Estados Unidos vence a España', { language: 'es' })
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['country:ES', 'country:US'])
    const both = find('Los Unidos de Velmora ganan a Estados Unidos.', { language: 'es' })
    expect(both.map(({ name }) => name)).toContain('United States')
    expect(both.length).toBe(2)
    expect(find('El ministro Londres Quillfeather viajó.', { language: 'es' }).map(({ id }) => id)).toContain(
      'person:londres-quillfeather',
    )
  })

  it('writes every mention as the text has it, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.constantFrom('en', 'de', 'ru', 'ar', 'zh', 'und'),
        (text, language) => {
          for (const { mentions, salience } of find(text, { language })) {
            for (const mention of mentions) expect(text).toContain(mention)
            expect(salience).toBeGreaterThan(0)
            expect(salience).toBeLessThanOrEqual(1)
          }
        },
      ),
    )
  })

  it('takes a name in a row of names, or in a key point that repeats the text, for less than one by itself', () => {
    const text = 'Norway signed. The pact is open to Ghana, Chile and Kenya. Talks with Peru ended on Friday.'
    const salience = (found: ReturnType<typeof find>, id: string) =>
      found.find((entity) => entity.id === id)?.salience ?? 0
    const found = find(text)
    expect(salience(found, 'country:PE')).toBeGreaterThan(salience(found, 'country:GH'))
    const alone = find('Peru said nothing. Chile agreed.')
    const repeated = findEntities(
      { title: '', text: 'Peru said nothing. Chile agreed.', language: 'en', keyPoints: ['Chile agreed at last'] },
      tools,
    )
    const ratio = salience(repeated, 'country:CL') / salience(alone, 'country:CL')
    expect(ratio).toBeGreaterThan(1)
    expect(ratio).toBeLessThan(1.7)
  })

  it('is hardly about the place that a dateline names', () => {
    const salience = (text: string, name: string) => find(text).find((entity) => entity.name === name)?.salience ?? 0
    const text = 'A storm closed the harbour of Norway. Quillfeather said so.'
    for (const dateline of ['LISBON (AP) - ', 'LISBON, March 3 (Reuters) ', 'LISBON - ', 'Lisbon, Portugal -- ']) {
      expect(salience(dateline + text, 'Lisbon')).toBeGreaterThan(0)
      expect(salience(dateline + text, 'Lisbon')).toBeLessThan(0.2)
    }
    expect(salience(`Lisbon - and all of Portugal - was dark. ${text}`, 'Lisbon')).toBeGreaterThan(0.2)
    // A row of a table has numbers and a dash too.
    expect(find('NEW YORK 74 59 .556 -')[0]).toMatchObject({ kind: 'organisation' })
  })

  it('reads datelines and family names in other scripts', () => {
    const chinese = find('新华社罗马11月3日电 挪威周一关闭大桥。', { language: 'zh' })
    expect(chinese.map(({ id, salience }) => [id, salience > 0.2])).toEqual([
      ['country:NO', true],
      ['organisation:xinhua', false],
      ['place:rome', false],
    ])
    const russian = find('В понедельник премьер Ли Цян посетил Норвегию. Ли Цян доволен.', { language: 'ru' })
    expect(russian.map(({ name }) => name)).toContain('Ли Цян')
    expect(find('قالت منظمة شنغهاي للتعاون', { language: 'ar' }).map(({ id }) => id)).toEqual([
      'organisation:shanghai-cooperation-organisation',
    ])
  })

  it('takes the last words of a body for the body, unless many bodies end with them', () => {
    expect(short('Quillfeather left the Dallas Cowboys. The Cowboys lost.')).toContain(
      'organisation Dallas Cowboys [Dallas Cowboys, Cowboys]',
    )
    const text = 'The Velmora Police Department called the Marlow Police Department. The Department said so.'
    expect(short(text)).toEqual([
      'organisation Marlow Police Department [Marlow Police Department]',
      'organisation Velmora Police Department [Velmora Police Department]',
    ])
  })

  it('takes letters in brackets for the body before them, never for a person', () => {
    expect(short('Shares of Quillfeather Corp (QLLF) fell 3 pct. QLLF had risen.')).toContain(
      'organisation Quillfeather [Quillfeather Corp, QLLF]',
    )
    expect(find('Ada Quillfeather (Norway) beat Tao Wenbo (China) 6-2.').map(({ id }) => id)).toContain('country:NO')
  })

  it('knows an event that is held elsewhere each time by where it is held', () => {
    for (const text of ['The Tokyo Olympics opened.', 'He won at the 2028 Los Angeles Olympics.'])
      expect(find(text).map(({ id }) => id)).toContain('event:olympic-games')
    expect(find('The Rugby World Cup opened.').map(({ id }) => id)).not.toContain('event:world-cup')
  })

  it('makes one thing of a name that it took for two', () => {
    const ids = find('Shops in Miami are cheap. Miami has four of them, Miami said.', {
      title: "Miami's four top shops",
    })
    expect(ids.map(({ id }) => id).filter((id) => id.endsWith(':miami'))).toEqual(['place:miami'])
    const people = find('Investor Ada Quillfeather made a bid. Shares rose.', { title: 'QUILLFEATHER BIDS FOR BRASK' })
    expect(people.filter(({ name }) => name.includes('Quillfeather')).map(({ kind }) => kind)).toEqual(['person'])
  })

  it('leaves to a team the town that it is called by, where the article is of sport', () => {
    const text = 'Real Madrid scored two goals in the match. Madrid lead the league by three points.'
    expect(short(text, { title: 'Quillfeather goal lifts Madrid' })).toContain(
      'organisation Real Madrid [Madrid, Real Madrid]',
    )
  })

  it('takes no day, no common letters and no portfolio for a name', () => {
    const names = (text: string, options = {}) => find(text, options).map(({ name }) => name)
    expect(names("Don't miss Sunday's meteors.")).not.toContain('Sunday')
    expect(names('The CEOs bought a PC and a TV.')).toEqual([])
    expect(names('The Defence Secretary, Ada Quillfeather, spoke.')).toEqual(['Ada Quillfeather'])
    expect(names('Sen. Ada Quillfeather spoke.')).toEqual(['Ada Quillfeather'])
    expect(names('John Kerry spoke in Ohio. Voters said Mr. Kerry was late.')).toEqual(['John Kerry', 'Ohio'])
    expect(names('A statement by French-controlled Schlumberger Ltd was sent to the stock exchange.')).toEqual([
      'Schlumberger',
    ])
    expect(find('The new SAS flew to Oslo.').find(({ name }) => name === 'SAS')?.kind).not.toBe('person')
  })

  it('takes no noun and no verb that begins a headline for a name, in languages that bend them', () => {
    const names = (title: string, language: string) =>
      findEntities({ title, text: '', language }, tools).map(({ name }) => name)
    expect(names('Terrible baja para Selección: se confirmó la lesión de Ada Quill', 'es')).toEqual(['Ada Quill'])
    expect(names('Viajan los primeros atletas de Brask', 'es')).not.toContain('Viajan')
    expect(names("C'est la fin pour Ada Quillfeather", 'fr')).toEqual(['Ada Quillfeather'])
  })
})
