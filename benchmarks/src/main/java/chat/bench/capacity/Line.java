package chat.bench.capacity;

/**
 * One result.
 *
 * @param how the formula, in the names of assumptions and results
 */
public record Line(String section, String what, double value, String unit, String how) {}
