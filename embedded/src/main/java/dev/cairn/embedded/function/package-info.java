/**
 * StarRocks functions that DuckDB lacks or defines differently, implemented in Java. Each is declared in the class of
 * its topic, and nowhere else in the embedded server. Their names in DuckDB begin with {@code sr_}.
 *
 * <p>Start with {@link dev.cairn.embedded.function.JavaFunction}.
 */
@NullMarked
package dev.cairn.embedded.function;

import org.jspecify.annotations.NullMarked;
