export { ExperimentsModule } from './experiments.module';
