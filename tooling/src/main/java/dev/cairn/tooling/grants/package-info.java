/**
 * The privileges that the migrator, the application and a checker of a schema need.
 *
 * <p>Start at {@link dev.cairn.tooling.grants.RequiredGrants}.
 */
@NullMarked
package dev.cairn.tooling.grants;

import org.jspecify.annotations.NullMarked;
