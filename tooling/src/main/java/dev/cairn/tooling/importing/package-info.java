/**
 * From a catalog to the records that declare it: the sources that a person would have written. What records can't say is
 * named, and never left out in silence. Reads values of the engine only, and sees neither javac nor JavaPoet: a record is
 * all annotations and layout, which are better written by hand. Start with {@link SchemaImport}.
 */
@NullMarked
package dev.cairn.tooling.importing;

import org.jspecify.annotations.NullMarked;
