/**
 * Writes the records that declare a catalog, as a person would have written them. Parts that records can't declare are
 * reported, never omitted silently. The package does not use JavaPoet, because a record consists mostly of annotations,
 * and their layout needs a writer of its own. Start with {@link SchemaImporter}.
 */
@NullMarked
package dev.cairn.tooling.importing;

import org.jspecify.annotations.NullMarked;
