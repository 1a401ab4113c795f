import type { CheckOptions, PackagedStack, Problem, Resource, Rule } from '../../../infra/checks/stack.ts';

type Properties = Readonly<Record<string, unknown>>;

/** A packaged stack of these resources. */
export function stackOf(
  Resources: Readonly<Record<string, Resource>>,
  { name = 'clinic', Outputs = {} as Properties } = {},
): PackagedStack {
  return { name, template: { Resources, Outputs: Outputs as NonNullable<PackagedStack['template']['Outputs']> } };
}

/** What a rule says about the last of some stacks, each as `<resource>: <message>`. */
export function problemsOf(
  rule: Rule,
  stacks: readonly PackagedStack[],
  options: Partial<CheckOptions> = {},
): string[] {
  const last = stacks.at(-1) as PackagedStack;
  return rule(last, stacks, { production: false, ...options }).map(
    ({ resource, message }: Problem) => `${resource}: ${message}`,
  );
}

export const lambda = (properties: Properties = {}): Resource => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: 'packages', S3Key: 'get-clinic.zip' },
    Handler: 'index.handler',
    FunctionName: 'polyclinic-test-clinics-get-clinic',
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Timeout: 10,
    Role: { 'Fn::GetAtt': ['FunctionRole', 'Arn'] },
    LoggingConfig: { LogGroup: '/polyclinic/test/clinics' },
    Environment: { Variables: { POLYCLINIC_STAGE: 'test' } },
    ...properties,
  },
});

/** A function with these variables. */
export const lambdaWith = (Variables: Properties) => lambda({ Environment: { Variables } });

export const logGroup = (properties: Properties = {}): Resource => ({
  Type: 'AWS::Logs::LogGroup',
  Properties: { LogGroupName: '/polyclinic/test/clinics', RetentionInDays: 30, ...properties },
});

/** A role that allows these actions on this resource. */
export const role = (Action: unknown, on: unknown, properties: Properties = {}): Resource => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    Policies: [
      { PolicyName: 'grants', PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: arn(on) }] } },
    ],
    ...properties,
  },
});

const arn = (rest: unknown) =>
  rest === '*' ? '*' : { 'Fn::Sub': `arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:${rest}` };

export const queue = (properties: Properties = {}): Resource => ({
  Type: 'AWS::SQS::Queue',
  Properties: {
    QueueName: 'polyclinic-test-email',
    VisibilityTimeout: 60,
    SqsManagedSseEnabled: true,
    RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['EmailDeadLetterQueue', 'Arn'] }, maxReceiveCount: 3 },
    ...properties,
  },
});

export const deadLetterQueue = (properties: Properties = {}): Resource => ({
  Type: 'AWS::SQS::Queue',
  Properties: {
    QueueName: 'polyclinic-test-email-dead',
    VisibilityTimeout: 60,
    SqsManagedSseEnabled: true,
    ...properties,
  },
});

export const mapping = (properties: Properties = {}): Resource => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: {
    EventSourceArn: { 'Fn::ImportValue': 'polyclinic-test-EmailQueueArn' },
    FunctionName: { 'Fn::GetAtt': ['SendEmail', 'Arn'] },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    BatchSize: 1,
    ScalingConfig: { MaximumConcurrency: 5 },
    ...properties,
  },
});

export const deadLetterMapping = (properties: Properties = {}): Resource =>
  mapping({
    EventSourceArn: { 'Fn::ImportValue': 'polyclinic-test-EmailDeadLetterQueueArn' },
    FunctionName: { 'Fn::GetAtt': ['RecordDeadLetter', 'Arn'] },
    ...properties,
  });

export const table = (properties: Properties = {}): Resource => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: 'polyclinic-test-clinic',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    DeletionProtectionEnabled: true,
    SSESpecification: { SSEEnabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    ...properties,
  },
});

export const globalTable = (replica: Properties = {}, properties: Properties = {}): Resource => ({
  Type: 'AWS::DynamoDB::GlobalTable',
  DeletionPolicy: 'Retain',
  Properties: {
    TableName: 'polyclinic-test-data-keys',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    Replicas: [{ Region: { Ref: 'AWS::Region' }, DeletionProtectionEnabled: true, ...replica }],
    ...properties,
  },
});

export const rootKey = (properties: Properties = {}): Resource => ({
  Type: 'AWS::KMS::Key',
  DeletionPolicy: 'Retain',
  Properties: { EnableKeyRotation: true, MultiRegion: true, KeyPolicy: {}, ...properties },
});

export const bucket = (properties: Properties = {}): Resource => ({
  Type: 'AWS::S3::Bucket',
  Properties: {
    BucketName: { 'Fn::Sub': `polyclinic-test-files-\${AWS::AccountId}` },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 30 }] },
    ...properties,
  },
});

export const tlsOnly = (statement: Properties = {}): Resource => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket: { Ref: 'FilesBucket' },
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: [
            { 'Fn::GetAtt': ['FilesBucket', 'Arn'] },
            { 'Fn::Join': ['/', [{ 'Fn::GetAtt': ['FilesBucket', 'Arn'] }, '*']] },
          ],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          ...statement,
        },
      ],
    },
  },
});

/** A route of an API to a function of the same stack, as the framework writes it. */
export const route = (functionId: string): Record<string, Resource> => ({
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { 'Fn::ImportValue': 'polyclinic-test-HttpApiId' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: { 'Fn::GetAtt': [functionId, 'Arn'] },
    },
  },
  Route: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { 'Fn::ImportValue': 'polyclinic-test-HttpApiId' },
      RouteKey: 'GET /v1/clinics/{clinicId}',
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
    },
  },
});

/** The stack that others import a queue and an API from. */
export const dataStack = (emailQueue: Resource = queue(), emailDeadLetters = deadLetterQueue()): PackagedStack =>
  stackOf(
    {
      ClinicTable: table(),
      EmailQueue: emailQueue,
      EmailDeadLetterQueue: emailDeadLetters,
      FilesBucket: bucket(),
      FilesBucketPolicy: tlsOnly(),
      HttpApi: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'polyclinic-test', ProtocolType: 'HTTP' } },
    },
    {
      name: 'data',
      Outputs: {
        EmailQueueArn: {
          Value: { 'Fn::GetAtt': ['EmailQueue', 'Arn'] },
          Export: { Name: 'polyclinic-test-EmailQueueArn' },
        },
        EmailDeadLetterQueueArn: {
          Value: { 'Fn::GetAtt': ['EmailDeadLetterQueue', 'Arn'] },
          Export: { Name: 'polyclinic-test-EmailDeadLetterQueueArn' },
        },
        HttpApiId: { Value: { Ref: 'HttpApi' }, Export: { Name: 'polyclinic-test-HttpApiId' } },
      },
    },
  );

/** A stack of one function behind a route, with all that belongs to it. */
export const clinicStack = (overrides: Readonly<Record<string, Resource>> = {}): PackagedStack =>
  stackOf({
    GetClinic: lambda(),
    ...route('GetClinic'),
    FunctionRole: role(['dynamodb:GetItem'], 'table/polyclinic-test-clinic'),
    ClinicsLogGroup: logGroup(),
    ...overrides,
  });

/** A stack of a function that the e-mail queue feeds, and of one that its dead-letter queue feeds. */
export const platformStack = (overrides: Readonly<Record<string, Resource>> = {}): PackagedStack =>
  stackOf(
    {
      SendEmail: lambda({
        FunctionName: 'polyclinic-test-notifications-send-email',
        LoggingConfig: { LogGroup: '/polyclinic/test/notifications' },
      }),
      Feed: mapping(),
      RecordDeadLetter: lambda({
        FunctionName: 'polyclinic-test-queues-record-dead-letter',
        LoggingConfig: { LogGroup: '/polyclinic/test/notifications' },
      }),
      FeedOfDeadLetters: deadLetterMapping(),
      FunctionRole: role(['dynamodb:GetItem'], 'table/polyclinic-test-clinic'),
      NotificationsLogGroup: logGroup({ LogGroupName: '/polyclinic/test/notifications' }),
      ...overrides,
    },
    { name: 'platform' },
  );
