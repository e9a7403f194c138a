/**
 * A way to a server that can be cut, fall silent or refuse at any statement, so that failures can be tried on servers
 * that know nothing of them.
 *
 * <p>Start at {@link dev.cairn.integration.relay.Relay}. Uses nothing but the JDK.
 */
@NullMarked
package dev.cairn.integration.relay;

import org.jspecify.annotations.NullMarked;
