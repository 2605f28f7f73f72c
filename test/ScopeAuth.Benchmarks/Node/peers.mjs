// Measures the verifiers of Node.js against Node's own bare check of the same signature. One JSON object comes by standard input,
//   { rounds, sliceMs, warmUpMs, issuer, audience, algorithms: [{ name, pem, tokens }] }
// and one line goes to standard output for each measurement: { algorithm, peer, seen, ratios }.
import { createPublicKey, verify } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { createVerifier } from 'fast-jwt'
import { importSPKI, jwtVerify } from 'jose'

const plan = JSON.parse(await text(process.stdin))
const now = () => Number(process.hrtime.bigint())

// What all threads of this process took of the processors: jose checks signatures on another thread.
const processorTime = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) * 1e3
}

// Nanoseconds for one call.
async function measure (operation, ms) {
  const end = now() + ms * 1e6
  const start = processorTime()
  let count = 0
  do {
    for (let call = 0; call < 8; call++) await operation()
    count += 8
  } while (now() < end)
  return (processorTime() - start) / count
}

function measureSync (operation, ms) {
  const end = now() + ms * 1e6
  const start = processorTime()
  let count = 0
  do {
    for (let call = 0; call < 8; call++) operation()
    count += 8
  } while (now() < end)
  return (processorTime() - start) / count
}

// ABBA: what drifts steadily cancels out.
async function compare (bare, peer, measurePeer) {
  for (const end = now() + plan.warmUpMs * 1e6; now() < end;) {
    measureSync(bare, plan.sliceMs)
    await measurePeer(peer, plan.sliceMs)
  }
  const ratios = []
  for (let round = 0; round < plan.rounds; round++) {
    const a1 = measureSync(bare, plan.sliceMs)
    const b1 = await measurePeer(peer, plan.sliceMs)
    const b2 = await measurePeer(peer, plan.sliceMs)
    const a2 = measureSync(bare, plan.sliceMs)
    ratios.push((b1 + b2) / (a1 + a2))
  }
  return ratios
}

function bareCheck (pem, token) {
  const end = token.lastIndexOf('.')
  const input = Buffer.from(token.slice(0, end))
  const signature = Buffer.from(token.slice(end + 1), 'base64url')
  const key = { key: createPublicKey(pem), dsaEncoding: 'ieee-p1363' }
  return () => {
    if (!verify('sha256', input, key, signature)) throw new Error('a bad signature')
  }
}

for (const { name, pem, tokens } of plan.algorithms) {
  const bare = bareCheck(pem, tokens[0])
  const rules = { issuer: plan.issuer, audience: plan.audience, algorithms: [name] }
  const report = async (peer, seen, operation, measurePeer) =>
    console.log(JSON.stringify({ algorithm: name, peer, seen, ratios: await compare(bare, operation, measurePeer) }))

  const key = await importSPKI(pem, name)
  await report('jose', 'first', () => jwtVerify(tokens[0], key, rules), measure)

  const fast = cache => createVerifier({ key: pem, algorithms: [name], allowedIss: plan.issuer, allowedAud: plan.audience, cache })
  const uncached = fast(false)
  await report('fast-jwt', 'first', () => uncached(tokens[0]), measureSync)

  // Its cache holds 1,000 tokens, and these are more, in turn: none is found there.
  const cached = fast(true)
  let turn = 0
  await report('fast-jwt with its cache', 'first', () => cached(tokens[turn++ % tokens.length]), measureSync)
  await report('fast-jwt with its cache', 'before', () => cached(tokens[0]), measureSync)
}
