package dev.cairn.processor.model;

import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One object of a schema, as a record declares it.
 *
 * @param exported whether the record is public, and all that is around it
 * @param statement CREATE TABLE, VIEW or MATERIALIZED VIEW; of an external object a CREATE TABLE under its whole name
 * @param query of a snapshot table, a view or a materialized view
 * @param byPosition whether the record's columns are those of the query by position, and not by name
 * @param allowed warnings that are silenced on the whole record
 * @param nullMarked whether the record is in code with JSpecify's {@code @NullMarked}
 * @param source whether the record is source in this compile; otherwise its generated descriptor told of it, and all
 *     places are that of the mention in the schema
 */
public record Declaration(
        JavaName record,
        boolean exported,
        Kind kind,
        Statement statement,
        @Nullable QueryText query,
        boolean byPosition,
        List<DeclaredColumn> columns,
        RecordShape shape,
        @Nullable OldName renamedFrom,
        List<AllowedWarning> allowed,
        Place place,
        boolean nullMarked,
        boolean source) {
    /** The kinds of objects, with the suffixes of their descriptors. */
    public enum Kind {
        TABLE("Table"),
        SNAPSHOT_TABLE("Table"),
        VIEW("View"),
        MATERIALIZED_VIEW("Mv"),
        EXTERNAL("Table");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }

        public String suffix() {
            return suffix;
        }
    }

    public Declaration {
        columns = List.copyOf(columns);
        allowed = List.copyOf(allowed);
    }

    /** The descriptor that is generated for it. */
    public JavaName descriptor() {
        return record.generated(kind.suffix());
    }

    /** The database of the object. Default: the selected database. */
    public String database(String selected) {
        return name().qualifier().map(Name::text).orElse(selected);
    }

    /** The name of the object in its statement. */
    public QualifiedName name() {
        if (statement instanceof CreateTable table) {
            return table.name();
        }
        if (statement instanceof CreateView view) {
            return view.name();
        }
        if (statement instanceof CreateMaterializedView view) {
            return view.name();
        }
        if (statement instanceof Statement.Opaque opaque && opaque.target() != null) {
            return opaque.target();
        }
        throw new IllegalArgumentException("no object of a schema: " + statement.getClass());
    }
}
