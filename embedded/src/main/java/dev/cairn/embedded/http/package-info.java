/**
 * A minimal HTTP server for loads. It supports chunked bodies and {@code Expect: 100-continue}, and does not depend on
 * SQL. Start with {@code HttpExchange}.
 *
 * <p>The JDK's {@code HttpServer} can't take its place: it answers {@code Expect: 100-continue} before it calls the
 * handler, so that no load could be redirected or refused before its body is sent, as a frontend does; and a connection
 * can't be cut in the middle of an answer, as a fault of a test does.
 */
@NullMarked
package dev.cairn.embedded.http;

import org.jspecify.annotations.NullMarked;
