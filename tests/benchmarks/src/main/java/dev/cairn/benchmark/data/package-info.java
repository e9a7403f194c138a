/**
 * Measures the costs of typed rows compared with JDBC that is written by hand. Start with
 * {@code RowsOverJdbcBenchmark}.
 */
package dev.cairn.benchmark.data;
