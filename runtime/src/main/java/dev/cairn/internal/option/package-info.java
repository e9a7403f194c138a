/**
 * The options of a migrator, one entry for each: {@link MigratorOption} is where to start reading. The builders of the API, the
 * command line, the Maven plugin, the properties for Spring and the page of options read the entries or are compared with them.
 * Uses the public options of rebuilds only.
 */
@NullMarked
package dev.cairn.internal.option;

import org.jspecify.annotations.NullMarked;
