import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { notFound, Refusal } from '../domain/refusal.ts'
import { answerRefusal } from './body.ts'

const OWN = [
  "default-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
]
/** The page takes everything from here; styles may stand in it, scripts may not. */
const PAGE_POLICY = [...OWN, "img-src 'self' data:", "style-src 'self' 'unsafe-inline'"].join('; ')
/** GraphiQL's editor starts its workers from blobs and carries its font along. */
const GRAPHIQL_POLICY = [PAGE_POLICY, "worker-src 'self' blob:", "font-src 'self' data:"].join('; ')

/** Files that the build names by their content never change; all others are asked for again each time. */
const FOREVER = 'public, max-age=31536000, immutable'

/** Serves the built web client: its files, its first page for any other address that a browser opens, GraphiQL at /graphql. */
export async function serveWebFiles(app: FastifyInstance, webRoot: string): Promise<void> {
  const isBuilt = existsSync(join(webRoot, 'index.html'))
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' })
    reply.header('content-security-policy', PAGE_POLICY)
    if (isBuilt && request.method === 'GET' && isGraphQL(request) && wantsPage(request)) graphiql(reply)
    else done()
  })
  const files = { root: webRoot, cacheControl: false, preCompressed: true, setHeaders: cacheByName }
  if (isBuilt) await app.register(fastifyStatic, files)
  app.setNotFoundHandler((request, reply) => {
    if (!isPage(request)) return answerRefusal(reply, notFound('url', request.url))
    return isBuilt ? reply.header('cache-control', 'no-cache').sendFile('index.html') : answerRefusal(reply, notBuilt())
  })
}

/** Whether HTML is asked for before JSON, as a browser does that opens an address. */
function wantsPage({ headers: { accept = '' } }: FastifyRequest): boolean {
  const [html, json] = [accept.indexOf('text/html'), accept.search(/application\/(graphql-response\+)?json/)]
  return html >= 0 && (json < 0 || html < json)
}

function isPage(request: FastifyRequest): boolean {
  return (request.method === 'GET' || request.method === 'HEAD') && wantsPage(request)
}

function isGraphQL({ url }: FastifyRequest): boolean {
  return /^\/graphql(\?|$)/.test(url)
}

function graphiql(reply: FastifyReply): FastifyReply {
  return reply.header('content-security-policy', GRAPHIQL_POLICY).sendFile('graphiql.html')
}

function cacheByName(reply: FastifyReply, path: string): void {
  reply.header('cache-control', /[/\\]assets[/\\]/.test(path) ? FOREVER : 'no-cache')
}

function notBuilt(): Refusal {
  return new Refusal('NOT_FOUND', 'The web client is not built: run `npm start`, or `npx vite build web`', {
    field: 'url',
  })
}
