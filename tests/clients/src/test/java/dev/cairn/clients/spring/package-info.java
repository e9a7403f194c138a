/** Clients that are part of Spring. Start with {@code SpringDataClient}. */
@NullMarked
package dev.cairn.clients.spring;

import org.jspecify.annotations.NullMarked;
