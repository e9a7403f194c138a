/**
 * Typed access to a schema: inserts, reads and bulk-loads rows by the schema's descriptors, and refreshes materialized
 * views and snapshot tables. It may use {@code dev.cairn.internal.connection}, which sends statements. Start with
 * {@code Database}.
 */
@NullMarked
package dev.cairn.data;

import org.jspecify.annotations.NullMarked;
