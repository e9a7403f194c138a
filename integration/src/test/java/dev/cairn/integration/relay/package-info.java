/**
 * A way to a server that can be cut at a statement, so that crashes can be tried on servers that know nothing of it.
 *
 * <p>Start at {@link dev.cairn.integration.relay.Relay}. Uses nothing but the JDK.
 */
@NullMarked
package dev.cairn.integration.relay;

import org.jspecify.annotations.NullMarked;
