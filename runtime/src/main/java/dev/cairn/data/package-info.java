/**
 * Typed use of a schema: rows are inserted, read and loaded in bulk by its descriptors, and what is made from queries is
 * refreshed. It may use what statements are sent by, {@code dev.cairn.server.link}. Start with {@code Database}.
 */
@NullMarked
package dev.cairn.data;

import org.jspecify.annotations.NullMarked;
