/** Devices that are away, and the push service that reaches them. */
package chat.bench.push;
