/**
 * The servers that the tests run on: the embedded one and StarRocks in a container, or one that is named by a URL.
 *
 * <p>Start at {@link dev.cairn.integration.server.FreshDatabase}. Knows nothing of schemas.
 */
@NullMarked
package dev.cairn.integration.server;

import org.jspecify.annotations.NullMarked;
