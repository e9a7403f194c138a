/** Lineage of columns as text and as diagrams. Start reading at {@code LineageTrace}. */
@NullMarked
package dev.cairn.tooling.lineage;

import org.jspecify.annotations.NullMarked;
