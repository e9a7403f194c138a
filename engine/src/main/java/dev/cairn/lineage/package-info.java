/**
 * The origins of the columns of views, materialized views and queries, and the readers of columns. Start reading at
 * {@code ReaderGraph}.
 */
@NullMarked
package dev.cairn.lineage;

import org.jspecify.annotations.NullMarked;
