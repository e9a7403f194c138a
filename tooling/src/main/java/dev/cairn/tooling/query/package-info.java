/**
 * The checked queries of compiled classes, the plans of a server for them, and the statements that a person types to
 * look at rows. Start at {@link CompiledQueries} and {@link AdHocStatement}.
 */
@NullMarked
package dev.cairn.tooling.query;

import org.jspecify.annotations.NullMarked;
