/**
 * The state of a running server: the engine's catalog, and what the server knows in addition: identities, jobs, loads,
 * refreshes and accounts.
 *
 * <p>Start with {@link dev.cairn.embedded.state.Cluster}.
 */
@NullMarked
package dev.cairn.embedded.state;

import org.jspecify.annotations.NullMarked;
