/**
 * Brings databases to where an application's schema is. Start at {@code Migrator}.
 *
 * <pre>{@code
 * Migrator.of(ShopSchema.SCHEMA, dataSource).upgrade();
 * }</pre>
 */
@NullMarked
package dev.cairn;

import org.jspecify.annotations.NullMarked;
