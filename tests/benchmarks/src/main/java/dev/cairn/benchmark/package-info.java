/**
 * Measures the costs of Cairn with JMH. A benchmark is named after the operation that it measures, and uses the public
 * API of the other modules only.
 */
package dev.cairn.benchmark;
