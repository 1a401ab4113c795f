// The framework loads plugins as CommonJS; everything is in plugin.ts, read only when the product runs locally.
module.exports = function LocalCloudPlugin(serverless) {
  let plugin;
  const local = async () => {
    plugin ??= (await import('./plugin.ts')).createLocalPlugin(serverless);
    return plugin;
  };
  this.hooks = {
    'before:offline:start': () => {
      throw new serverless.classes.Error('Start it by "npm start" or "serverless offline start"');
    },
    'before:offline:start:init': async () => (await local()).prepare(),
    'after:offline:start:init': async () => (await local()).serve(),
    'before:offline:start:end': async () => (await local()).stop(),
  };
};
