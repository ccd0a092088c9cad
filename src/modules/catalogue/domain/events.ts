import { DomainEvent } from '../../../common/kernel/event-bus';

/** Releases were made or changed. */
export class ReleasesChanged extends DomainEvent {}
