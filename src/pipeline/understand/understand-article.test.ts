import { beforeAll, describe, expect, it } from 'vitest'
import { openUnderstandTools } from '../../jobs/understand-tools.ts'
import { type UnderstandTools, understandArticle } from './understand-article.ts'

const title = 'Norway and Iceland agree on cod'
const text = [
  'Norway and Iceland agreed on Monday how much cod their fleets may catch in the Barents Sea next year.',
  'Oslo said that the deal would hold for three years, and Icelandic ministers welcomed it in Reykjavik.',
  'The Polar Fishers Union (PFU) criticised the deal. The PFU fears for 1,200 jobs on the coast of Norway.',
  'Talks between Norway and Iceland had failed twice since 2021 over quotas and the number of trawlers.',
  'Prime Minister Sigrun Halvarsdottir thanked both sides. Halvarsdottir will visit Norway in May.',
].join('\n\n')

describe('understandArticle', () => {
  let tools: UnderstandTools
  beforeAll(async () => {
    tools = await openUnderstandTools()
  })

  it('tells language, key points, entities and topics', () => {
    const understood = understandArticle({ title, text }, tools)
    expect(understood.language).toBe('en')
    expect(understood.keyPoints.length).toBeGreaterThanOrEqual(2)
    expect(understood.entities.slice(0, 2).map(({ id }) => id)).toEqual(['country:NO', 'country:IS'])
    const relations = understood.topics.filter(({ kind }) => kind === 'relation')
    expect(relations.map(({ id }) => id)).toEqual(['relation:country:IS|country:NO'])
    expect(understood.topics.map(({ id }) => id)).toContain('entity:country:NO')
    expect(understood.topics.some(({ kind }) => kind === 'subject')).toBe(true)
    const scores = understood.topics.map(({ score }) => score)
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
  })

  it('takes a match of two countries for no relation of these', () => {
    const relations = (article: { title: string; text: string }) =>
      understandArticle(article, tools).topics.filter(({ kind }) => kind === 'relation')
    const match = { title: 'Norway beat Iceland in hockey final', text: 'Norway won the gold medal against Iceland.' }
    expect(relations(match)).toEqual([])
    expect(relations({ ...match, title: 'Norway and Iceland sign defence treaty', text: '' })).toHaveLength(1)
  })

  it('reads key points on the page as part of what it says', () => {
    const pageKeyPoints = ['The deal holds until Sweden joins the talks']
    const understood = understandArticle({ title, text, pageKeyPoints }, tools)
    expect(understood.keyPoints).toEqual(pageKeyPoints)
    expect(understood.entities.map(({ id }) => id)).toContain('country:SE')
  })

  it('gives the same answer twice, and one for an empty article', () => {
    expect(understandArticle({ title, text }, tools)).toEqual(understandArticle({ title, text }, tools))
    expect(understandArticle({ title: '', text: '' }, tools)).toMatchObject({
      language: 'und',
      entities: [],
      topics: [],
    })
  })
})
