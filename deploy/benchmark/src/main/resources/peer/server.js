// An instant CRUD API: one operation for each table that it finds. Arguments: the database's address, a port.
import { buildServer } from '@platformatic/db'

const app = await buildServer({
  server: { hostname: '127.0.0.1', port: Number(process.argv[3]), logger: { level: 'error' } },
  db: { connectionString: process.argv[2], openapi: true, graphql: false, poolSize: 32 },
  watch: false
})
await app.start()
console.log('started')
