/**
 * A minimal HTTP server for loads. It supports chunked bodies and {@code Expect: 100-continue}, and does not depend on
 * SQL. Start with {@code HttpExchange}.
 *
 * <p>The JDK's {@code HttpServer} can't take its place: it answers {@code Expect: 100-continue} before it calls the
 * handler, so a load could not be redirected or refused before its body is sent, as frontends do. It also can't cut
 * a connection in the middle of an answer, which faults of tests require.
 */
@NullMarked
package dev.cairn.embedded.http;

import org.jspecify.annotations.NullMarked;
