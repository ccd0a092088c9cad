import { experiments } from './experiments';
import { now } from './now';
import { popularity } from './popularity';
import { reports } from './reports';
import { retention } from './retention';
import { common, login, not_found, problem, shell } from './shell';
import { system } from './system';
import { viewers } from './viewers';

export const texts = {
  common,
  experiments,
  login,
  not_found,
  now,
  popularity,
  problem,
  reports,
  retention,
  shell,
  system,
  viewers,
};
