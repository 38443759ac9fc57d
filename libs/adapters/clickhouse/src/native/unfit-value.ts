/** A value that its column cannot hold. Says so, but never which value. */
export class UnfitValue extends Error {
  override readonly name = "UnfitValue";

  constructor(type: string) {
    super(`a value is no ${type}`);
  }
}
