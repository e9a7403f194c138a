/**
 * Measures the costs of annotation processing: javac with a processor compared with javac that compiles the same
 * sources and the generated ones as plain files. Start with {@link dev.cairn.benchmark.compile.CompileCost}.
 */
package dev.cairn.benchmark.compile;
