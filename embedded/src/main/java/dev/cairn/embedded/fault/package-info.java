/**
 * Fault injection: broken connections, missing answers, delays and errors of the server, each at a chosen statement.
 *
 * <p>Start with {@link dev.cairn.embedded.fault.Faults} and {@link dev.cairn.embedded.fault.Fault}.
 */
@NullMarked
package dev.cairn.embedded.fault;

import org.jspecify.annotations.NullMarked;
