/**
 * The cell under fire: clients write at a steady rate while faults are played, everything that they
 * do and see is recorded ({@link chat.bench.fire.History}), and {@link chat.bench.fire.Checker}
 * says which promises held.
 */
package chat.bench.fire;
