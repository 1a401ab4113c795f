// The framework resolves `${file(…)}` from CommonJS only; everything is in serverless.ts.
const parameters = {
  POLYCLINIC_PUBLIC_URL: 'param:publicUrl',
  POLYCLINIC_RATE_LIMIT_POLICIES: 'param:rateLimits',
  POLYCLINIC_OIDC_ISSUERS: 'param:oidcIssuers',
};

module.exports = async ({ resolveVariable }) => {
  const resolveAll = (names) => Promise.all(names.map((name) => resolveVariable(name)));
  const { optionalQueueNames } = await import('./queues.ts');
  const [stage, stack, clientUrl, publicUrl, unusualCounts, replicaRegion] = await resolveAll([
    'sls:stage',
    'param:stack',
    'param:clientUrl',
    'param:publicUrl',
    'param:unusualCounts',
    'param:replicaRegion',
  ]);
  const states = await resolveAll(optionalQueueNames.map((name) => `param:${name}`));
  const optional = Object.fromEntries(optionalQueueNames.map((name, index) => [name, states[index]]));
  const values = await resolveAll(Object.values(parameters));
  const variables = Object.fromEntries(Object.keys(parameters).map((name, index) => [name, values[index]]));
  const { describeService } = await import('./serverless.ts');
  return describeService({ stage, stack, clientUrl, publicUrl, unusualCounts, replicaRegion, optional, variables });
};
