/**
 * Formats of the findings of the linter, for people and for CI systems. {@code LocatedReport} is what all of them read.
 * Start at {@code LintFormat}, which lists them.
 */
@NullMarked
package dev.cairn.tooling.lint.format;

import org.jspecify.annotations.NullMarked;
