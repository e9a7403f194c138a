/**
 * What commands print: texts at the width of the terminal and in its colours, tables, migrations and plans, and JSON.
 * Start at {@link TextWrapper}. The package does not use other packages of the command line.
 */
@NullMarked
package dev.cairn.cli.output;

import org.jspecify.annotations.NullMarked;
