/** The checked queries of compiled classes, and the plans of a server for them. Start at {@link CompiledQueries}. */
@NullMarked
package dev.cairn.tooling.query;

import org.jspecify.annotations.NullMarked;
