export default {
  polyclinic: {
    input: { target: './openapi.json' },
    output: {
      mode: 'single',
      client: 'fetch',
      target: './orval/generated/api.ts',
      baseUrl: process.env.API_URL,
      urlEncodeParameters: true,
    },
  },
};
