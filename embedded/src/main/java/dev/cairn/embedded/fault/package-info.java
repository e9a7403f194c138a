/**
 * Faults to order: what a network and a server do at the worst moment.
 *
 * <p>Start at {@link dev.cairn.embedded.fault.Faults} and {@link dev.cairn.embedded.fault.Fault}.
 */
@NullMarked
package dev.cairn.embedded.fault;

import org.jspecify.annotations.NullMarked;
