/**
 * All that generated code and users' migrations touch: descriptors of tables and views, their columns and how rows are
 * read and written. Start with {@code SchemaDescriptor} and {@code Descriptor}.
 */
@NullMarked
package dev.cairn.schema;

import org.jspecify.annotations.NullMarked;
