/**
 * Indexes and bloom filters: which columns may have one, and their properties.
 *
 * <p>Uses {@link dev.cairn.engine.value}. Start at {@link dev.cairn.engine.index.IndexRules}.
 */
@NullMarked
package dev.cairn.engine.index;

import org.jspecify.annotations.NullMarked;
