/**
 * What {@code cairn lint} checks: the migrations of compiled classes, or an SQL file, with the releases that run while
 * they are applied. Start at {@link LintScopeOptions}. The other packages of the command line that this package uses
 * are {@code option} and {@code output}.
 */
@NullMarked
package dev.cairn.cli.lint;

import org.jspecify.annotations.NullMarked;
