import { DomainEvent } from '../../../common/kernel/event-bus';

/** New views were stored. */
export class ViewsRecorded extends DomainEvent {}

/** Models of releases were trained. */
export class ModelsTrained extends DomainEvent {}
