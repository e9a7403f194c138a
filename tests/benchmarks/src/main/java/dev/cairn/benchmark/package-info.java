/**
 * Measures the costs of Cairn: with JMH, or with a main method where JVMs or contenders take turns. A benchmark is
 * named after the operation that it measures, and uses the public API of the other modules only.
 */
package dev.cairn.benchmark;
