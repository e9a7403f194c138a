/**
 * What Cairn costs, measured with JMH. A benchmark is named for what it measures, and uses the public API of the other
 * modules only.
 */
package dev.cairn.benchmark;
