/**
 * The part of HTTP that a server's doors need: requests whose bodies may be sent in chunks, and only when they are asked for
 * (Expect: 100-continue). It knows nothing of SQL. Start at {@code HttpListener}.
 */
@NullMarked
package dev.cairn.embedded.http;

import org.jspecify.annotations.NullMarked;
