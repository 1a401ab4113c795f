// The framework resolves `${file(…)}` from CommonJS only; everything is in serverless.ts.
module.exports = async ({ resolveVariable }) => {
  const [stage, stack, clientUrl, publicUrl, analytics] = await Promise.all(
    ['sls:stage', 'param:stack', 'param:clientUrl', 'param:publicUrl', 'param:analytics'].map((name) =>
      resolveVariable(name),
    ),
  );
  const { describeService } = await import('./serverless.ts');
  return describeService({ stage, stack, clientUrl, publicUrl, optional: { analytics } });
};
