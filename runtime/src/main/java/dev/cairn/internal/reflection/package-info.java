/**
 * Reads the objects of a live server. Start with {@code SchemaReflection}, which queries the server, and
 * {@code ShownObjectReader}, which converts the answers into objects. {@code DriftCheck} compares them with the result
 * of the migrations, and {@code ServerIdentity} identifies the server. Nothing in this package changes the server.
 */
@NullMarked
package dev.cairn.internal.reflection;

import org.jspecify.annotations.NullMarked;
