/** Stream Load: the HTTP interfaces of a frontend and of a backend. Start with {@code LoadListeners}. */
@NullMarked
package dev.cairn.embedded.load;

import org.jspecify.annotations.NullMarked;
