import { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { type AbstractHttpAdapter, HttpAdapterHost } from '@nestjs/core';
import {
  Ack,
  ConnectedSocket,
  MessageBody,
  OnGatewayConnection,
  OnGatewayDisconnect,
  OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
} from '@nestjs/websockets';
import type { Server as HttpServer } from 'node:http';
import type { Server } from 'socket.io';
import type { Failure } from '../../../common/http/failure';
import { Clock } from '../../../common/kernel/clock';
import { DomainError } from '../../../common/kernel/domain-error';
import { Metrics } from '../../../common/telemetry/metrics';
import { LiveMetrics } from '../application/live-metrics';
import { METRIC_NAMES, type MetricName } from '../domain/metric-name';
import { subscriptionTo } from '../domain/subscription';
import { type AdminSocket, breakOff } from './admin-socket';
import { snapshotOf } from './frame';
import { FrameSender } from './frame-sender';
import { limitMessages, MOST_MESSAGES } from './message-limit';
import { readSubscribe, readUnsubscribe } from './read-request';
import { RecoverableSessions, RECOVERY_MS } from './recoverable-sessions';
import { SocketAccess } from './socket-access';

/** Who does not answer a ping does not read: closed after eight seconds, and gone a second later. */
const PING_EVERY_MS = 3_000;
const PING_ANSWER_MS = 5_000;
const FAREWELL_MS = 1_000;
/** From the connection to the token. */
const CONNECT_MS = 5_000;
const LOOK_EVERY_MS = 1_000;

type Acknowledge = ((answer: object) => void) | undefined;

/** The stream of what is going on; docs/realtime.md is its contract. */
@WebSocketGateway({
  path: '/api/v1/analytics/v2/realtime',
  serveClient: false,
  maxHttpBufferSize: 16 * 1024,
  pingInterval: PING_EVERY_MS,
  pingTimeout: PING_ANSWER_MS,
  connectTimeout: CONNECT_MS,
  adapter: RecoverableSessions,
  connectionStateRecovery: { maxDisconnectionDuration: RECOVERY_MS, skipMiddlewares: false },
})
export class RealtimeGateway
  implements
    OnGatewayInit<Server>,
    OnGatewayConnection<AdminSocket>,
    OnGatewayDisconnect<AdminSocket>,
    OnApplicationBootstrap,
    OnModuleDestroy
{
  private server: Server | null = null;
  private watch: NodeJS.Timeout | undefined;
  private stopping = false;

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly live: LiveMetrics,
    private readonly sender: FrameSender,
    private readonly access: SocketAccess,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  afterInit(server: Server): void {
    this.server = server;
    server.use((socket, next) => void this.admit(socket as AdminSocket, next));
    server.engine.on('connection', (connection: AdminSocket['conn']) => {
      limitMessages(connection, () => this.refuseMessages(connection));
      connection.once('close', () => setTimeout(() => breakOff(connection), FAREWELL_MS).unref());
    });
    this.metrics.watchRealtime(() => this.live.isComplete);
  }

  /** Commands and workers have no sockets, and need not listen to others; a bare context has no HTTP at all. */
  onApplicationBootstrap(): void {
    const adapter = this.adapterHost.httpAdapter as AbstractHttpAdapter<HttpServer> | undefined;
    adapter?.getHttpServer().once('listening', () => {
      this.live.start();
      this.watch = setInterval(() => this.recheck(), LOOK_EVERY_MS);
    });
  }

  /** Clients come back by themselves, to another replica or a new process. The server does not wait for them to go. */
  onModuleDestroy(): void {
    this.stopping = true;
    clearInterval(this.watch);
    for (const connection of connectionsOf(this.server)) {
      connection.close();
      setTimeout(() => breakOff(connection), FAREWELL_MS).unref();
    }
  }

  handleConnection(socket: AdminSocket): void {
    this.sender.add(socket);
  }

  handleDisconnect(socket: AdminSocket): void {
    this.sender.remove(socket);
  }

  @SubscribeMessage('subscribe')
  async subscribe(
    @ConnectedSocket() socket: AdminSocket,
    @MessageBody() body: unknown,
    @Ack() ack: Acknowledge,
  ): Promise<void> {
    await this.answer(socket, ack, async () => {
      const { metrics, releaseIds } = readSubscribe(body);
      await this.live.prepare(releaseIds);
      const subscription = subscriptionTo(join(socket, metrics), releaseIds);
      socket.data.subscription = subscription;
      this.sender.begin(socket);
      const snapshot = snapshotOf(this.live, subscription, this.clock.now());
      return { metrics: subscription.metrics, snapshot, seq: socket.data.seq };
    });
  }

  @SubscribeMessage('unsubscribe')
  async unsubscribe(
    @ConnectedSocket() socket: AdminSocket,
    @MessageBody() body: unknown,
    @Ack() ack: Acknowledge,
  ): Promise<void> {
    await this.answer(socket, ack, () => {
      const gone = readUnsubscribe(body);
      const { subscription } = socket.data;
      const metrics = gone ? (subscription?.metrics ?? []).filter((name) => !gone.includes(name)) : [];
      socket.data.subscription =
        metrics.length > 0 ? subscriptionTo(metrics, subscription?.releaseIds ?? null) : null;
      return { metrics, seq: socket.data.seq };
    });
  }

  /** Acknowledges in the same breath in which `work` has changed something: no frame comes in between. */
  private async answer(
    socket: AdminSocket,
    ack: Acknowledge,
    work: () => object | Promise<object>,
  ): Promise<void> {
    try {
      const result = await work();
      ack?.({ ok: true, ...result });
    } catch (error) {
      ack?.({ ok: false, ...this.access.words(this.access.describe(error), socket) });
    }
  }

  private async admit(socket: AdminSocket, next: (error?: Error) => void): Promise<void> {
    try {
      if (this.stopping) throw new DomainError('unavailable', 'realtime.stopping');
      await this.access.admit(socket);
      next();
    } catch (error) {
      const data = this.access.words(this.access.describe(error), socket);
      this.metrics.realtimeClosed.inc({ code: data.code });
      next(Object.assign(new Error(data.message), { data }));
    }
  }

  private recheck(): void {
    for (const socket of this.sender.sockets)
      void this.access.recheck(socket).then((failure) => failure && this.close(socket, failure));
  }

  private refuseMessages(connection: AdminSocket['conn']): void {
    const socket = this.sender.sockets.find(({ conn }) => conn === connection);
    const failure = { status: 429, code: 'realtime.too_many_messages', params: { most: MOST_MESSAGES } };
    if (socket) this.close(socket, failure);
    else breakOff(connection);
  }

  private close(socket: AdminSocket, failure: Failure): void {
    this.metrics.realtimeClosed.inc({ code: failure.code });
    socket.emit('closed', this.access.words(failure, socket));
    socket.disconnect(true);
  }
}

function join({ data: { subscription } }: AdminSocket, names: readonly MetricName[]): MetricName[] {
  return METRIC_NAMES.filter((name) => names.includes(name) || subscription?.metrics.includes(name));
}

function connectionsOf(server: Server | null): AdminSocket['conn'][] {
  const { clients = {} } = (server?.engine ?? {}) as { clients?: Record<string, AdminSocket['conn']> };
  return Object.values(clients);
}
