/** A setting of the installation. Abstract class: the token to inject it by. */
export abstract class Holdout {
  /** Share of all users who are in no test whatsoever, 0…0.5. */
  abstract readonly share: number;
}
