/**
 * The types that generated code and users' migrations use: descriptors of tables and views, their columns, and the
 * reading and writing of rows. Start reading at {@code SchemaDescriptor} and {@code Descriptor}.
 */
@NullMarked
package dev.cairn.schema;

import org.jspecify.annotations.NullMarked;
