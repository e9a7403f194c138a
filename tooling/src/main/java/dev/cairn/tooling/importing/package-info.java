/**
 * Writes the records that declare a catalog, as a person would have written them. Parts that records can't declare are
 * reported, never omitted silently. Does not use JavaPoet: a record consists of annotations and their layout, which
 * need a writer of their own. Start with {@link SchemaImport}.
 */
@NullMarked
package dev.cairn.tooling.importing;

import org.jspecify.annotations.NullMarked;
