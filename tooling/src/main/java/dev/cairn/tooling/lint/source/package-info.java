/**
 * The places of findings in files. The parser of javac reads the sources of an application without compiling them; an
 * SQL file is divided into statements. Start at {@code LintSources} and {@code ScriptStatements}.
 */
@NullMarked
package dev.cairn.tooling.lint.source;

import org.jspecify.annotations.NullMarked;
