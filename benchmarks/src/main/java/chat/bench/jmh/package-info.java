/**
 * Micro-benchmarks (JMH): {@code ./bench jmh}. Those that look into another package's inside lie in
 * that package's name, below {@code benchmarks/}.
 */
package chat.bench.jmh;
