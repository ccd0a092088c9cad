import { popularity } from './popularity';
import { retention } from './retention';
import { common, login, not_found, problem, shell } from './shell';
import { system } from './system';
import { viewers } from './viewers';

export const texts = { common, login, not_found, popularity, problem, retention, shell, system, viewers };
