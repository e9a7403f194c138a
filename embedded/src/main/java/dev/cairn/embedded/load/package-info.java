/**
 * Stream Load: the doors of a frontend and of a backend by HTTP, and what is sent to them. Start at {@code LoadListeners}.
 */
@NullMarked
package dev.cairn.embedded.load;

import org.jspecify.annotations.NullMarked;
