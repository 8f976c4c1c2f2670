// Both clients by fetch. They take no address when they are called: where the services run is said as they are made.
const client = (service, name) => ({
  input: `../${service}.json`,
  output: {
    target: `orval/${name}.ts`,
    client: "fetch",
    httpClient: "fetch",
    baseUrl: process.env[`${service.toUpperCase()}_URL`],
  },
});

module.exports = { register: client("enrollment", "register"), totals: client("reporting", "totals") };
