/**
 * Where the columns of views, materialized views and queries come from, and what reads them. Start reading at
 * {@code ReaderGraph}.
 */
@NullMarked
package dev.cairn.lineage;

import org.jspecify.annotations.NullMarked;
