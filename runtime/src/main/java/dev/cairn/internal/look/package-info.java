/**
 * What a server holds, as a catalog. Start with {@code Reflection}, which asks, and {@code ShownObjectReader}, which makes an object
 * of each text; {@code DriftCheck} compares with what migrations made, and {@code LiveServer} says what the server is.
 * Nothing here changes anything.
 */
@NullMarked
package dev.cairn.internal.look;

import org.jspecify.annotations.NullMarked;
