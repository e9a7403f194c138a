/**
 * The descriptors that are generated from records: tables and views, their columns, conditions over these, and the
 * reading and writing of rows. Start reading at {@code SchemaDescriptor} and {@code Descriptor}.
 */
@NullMarked
package dev.cairn.schema;

import org.jspecify.annotations.NullMarked;
