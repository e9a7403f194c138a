/**
 * Migrates databases to the schema of an application. Start reading at {@code Migrator}.
 *
 * <pre>{@code
 * Migrator.of(ShopSchema.SCHEMA, dataSource).upgrade();
 * }</pre>
 */
@NullMarked
package dev.cairn;

import org.jspecify.annotations.NullMarked;
