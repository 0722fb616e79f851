package chat.bench.capacity;

/**
 * One number that the model starts from.
 *
 * @param name as it is set on the command line
 * @param source who says so: a benchmark, the design, or a guess to be replaced by one's own figure
 */
public record Assumption(String name, double value, String unit, String source) {}
