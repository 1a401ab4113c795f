import { exportName } from '../stacks.ts';

/** What pages of the client's origin may send and read. */
export const cors = {
  headers: [
    'authorization',
    'content-type',
    'idempotency-key',
    'if-match',
    'if-none-match',
    'x-api-key',
    'x-request-id',
  ],
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  exposed: [
    'deprecation',
    'etag',
    'idempotency-replayed',
    'link',
    'location',
    'ratelimit',
    'ratelimit-policy',
    'retry-after',
    'sunset',
    'www-authenticate',
    'x-request-id',
  ],
  maxAgeSeconds: 7200,
};

/** The CORS settings as the framework spells them, for the API of a laptop. */
export function localCors(clientOrigin: string) {
  return {
    allowedOrigins: [clientOrigin],
    allowedHeaders: cors.headers,
    allowedMethods: cors.methods,
    exposedResponseHeaders: cors.exposed,
    allowCredentials: true,
    maxAge: cors.maxAgeSeconds,
  };
}

/** The one HTTP API of all stacks; it belongs to the data stack, because an imported API cannot be given CORS settings. */
export function apiResources(stage: string, clientOrigin: string): Record<string, object> {
  return {
    HttpApi: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: {
        Name: `polyclinic-${stage}`,
        ProtocolType: 'HTTP',
        CorsConfiguration: {
          AllowOrigins: [clientOrigin],
          AllowHeaders: cors.headers,
          AllowMethods: cors.methods,
          ExposeHeaders: cors.exposed,
          AllowCredentials: true,
          MaxAge: cors.maxAgeSeconds,
        },
      },
    },
    HttpApiStage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: {
        ApiId: { Ref: 'HttpApi' },
        StageName: '$default',
        AutoDeploy: true,
        DefaultRouteSettings: { DetailedMetricsEnabled: true, ThrottlingBurstLimit: 500, ThrottlingRateLimit: 250 },
      },
    },
  };
}

export function apiOutputs(stage: string): Record<string, object> {
  return {
    HttpApiId: { Value: { Ref: 'HttpApi' }, Export: { Name: exportName(stage, 'HttpApiId') } },
    HttpApiUrl: { Value: { 'Fn::GetAtt': ['HttpApi', 'ApiEndpoint'] } },
  };
}
