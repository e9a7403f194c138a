/** What typed rows cost beside JDBC that is written by hand. Start with {@code RowsOverJdbcBenchmark}. */
package dev.cairn.benchmark.data;
