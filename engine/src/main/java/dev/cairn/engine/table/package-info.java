/**
 * CREATE TABLE in its three forms, with the properties of new tables.
 *
 * <p>Uses {@link dev.cairn.engine.partition}, {@link dev.cairn.engine.index} and {@link dev.cairn.engine.property}.
 * Start at {@link dev.cairn.engine.table.CreateTableDdl}, {@link dev.cairn.engine.table.TableDraft} and {@link
 * dev.cairn.engine.table.TableCreator}.
 */
@NullMarked
package dev.cairn.engine.table;

import org.jspecify.annotations.NullMarked;
