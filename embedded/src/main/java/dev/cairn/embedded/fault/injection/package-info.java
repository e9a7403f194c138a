/**
 * Injects faults into statements, HTTP requests and connections of clients.
 *
 * <p>May use {@link dev.cairn.embedded.fault}, the protocol and the log. Start at {@link
 * dev.cairn.embedded.fault.injection.PendingFaults}.
 */
@NullMarked
package dev.cairn.embedded.fault.injection;

import org.jspecify.annotations.NullMarked;
