/**
 * Migrates databases to the schema of an application. Start reading at {@code Migrator}. Here and in the other public
 * packages, no argument may be null and no method returns null, unless its type is marked with {@code @Nullable}.
 *
 * <pre>{@code
 * Migrator.of(ShopSchema.SCHEMA, dataSource).upgrade();
 * }</pre>
 */
@NullMarked
package dev.cairn;

import org.jspecify.annotations.NullMarked;
