/**
 * The options of a migrator, one entry for each. The builders of the API, the command line, the Maven plugin, the
 * properties for Spring and the page of options read the entries or are compared with them. Of the public API, this
 * package uses only the options of rebuilds. Start at {@link MigratorOption}.
 */
@NullMarked
package dev.cairn.internal.option;

import org.jspecify.annotations.NullMarked;
