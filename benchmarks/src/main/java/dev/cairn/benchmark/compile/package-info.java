/**
 * What annotation processing costs, side by side: javac with a processor against javac that compiles the same sources and
 * the generated ones as plain files. Start with {@link dev.cairn.benchmark.compile.CompileCost}.
 */
package dev.cairn.benchmark.compile;
