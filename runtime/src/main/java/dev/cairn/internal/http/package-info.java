/**
 * HTTP requests whose body is sent on demand, which loads need. The body is sent only after the server has agreed to
 * receive it, so that a frontend can redirect the client to a backend first. The JDK's HTTP client can't be used,
 * because it waits forever if the server sends its final response without agreeing first. Start at {@code
 * HttpRequester}.
 */
@NullMarked
package dev.cairn.internal.http;

import org.jspecify.annotations.NullMarked;
