/**
 * A minimal HTTP server for loads. It supports chunked bodies and {@code Expect: 100-continue}, and does not depend on
 * SQL. Start with {@code HttpExchange}.
 */
@NullMarked
package dev.cairn.embedded.http;

import org.jspecify.annotations.NullMarked;
