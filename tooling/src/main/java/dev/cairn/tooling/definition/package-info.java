/**
 * What is compared, formatted and imported: a live database, files of SQL, or a compiled schema, each as a catalog. Start at
 * {@code SourceDefinitions}.
 */
@NullMarked
package dev.cairn.tooling.definition;

import org.jspecify.annotations.NullMarked;
