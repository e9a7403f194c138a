package dev.cairn.schema;

import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.DdlClause.IfExists;
import dev.cairn.schema.DdlClause.IfNotExists;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.DropTable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table that is filled from a query and whose rows can be read. Its methods return statements that can be run by
 * hand.
 *
 * @param <R> the record
 */
public abstract non-sealed class SnapshotTableDescriptor<R> extends Descriptor<R> {
    private final String query;
    private final boolean isByPosition;

    /**
     * Called by generated code.
     *
     * @param format the format version of the generated class
     * @param database the database of the object; empty for the one that the connection has selected
     * @param name the name of the object
     * @param query the query that fills the table
     * @param isByPosition whether the columns of the query are matched by position instead of by name
     * @param ddl the statement that creates the table
     */
    protected SnapshotTableDescriptor(
            int format, String database, String name, String query, boolean isByPosition, String ddl) {
        super(format, database, name, ddl);
        this.query = query;
        this.isByPosition = isByPosition;
    }

    /**
     * Called by generated constructors: sets another declaration for some targets of the schema.
     *
     * @param on the condition that these targets meet, such as {@code 3.5 shared-data}
     * @param ddl the statement that creates the table
     * @param query the query that fills the table
     */
    protected final void variant(String on, String ddl, String query) {
        addVariant(on, ddl, query);
    }

    /** Returns the SELECT statement as it was declared, for targets without a variant. */
    public final String query() {
        return query;
    }

    /**
     * Returns the SELECT statement as it was declared for a target.
     *
     * @param target one of {@link SchemaDescriptor#targets}
     */
    public final String query(ServerProfile target) {
        return findVariantQuery(target).orElse(query);
    }

    /** Returns {@code CREATE TABLE …}. */
    public final String create() {
        return ddl();
    }

    /** Returns {@code CREATE TABLE IF NOT EXISTS …}. */
    public final String create(IfNotExists clause) {
        return replaceDdlStart("CREATE TABLE", "CREATE TABLE IF NOT EXISTS");
    }

    /**
     * Returns {@code INSERT OVERWRITE … SELECT …}. Readers see either the old rows or the new ones, never an empty
     * table. The query is the one for targets without a variant.
     */
    public final String refresh() {
        return renderRefresh(query);
    }

    /**
     * Returns {@code INSERT OVERWRITE … SELECT …} for a target.
     *
     * @param target one of {@link SchemaDescriptor#targets}
     */
    public final String refresh(ServerProfile target) {
        return renderRefresh(query(target));
    }

    private String renderRefresh(String selectStatement) {
        return new InsertOverwrite(
                        qualifiedName(),
                        isByPosition ? columns().stream().map(Column::name).toList() : null,
                        selectStatement)
                .render();
    }

    /** Returns {@code DROP TABLE …}. */
    public final String drop() {
        return Sql.render(DropTable.of(qualifiedName()));
    }

    /** Returns {@code DROP TABLE IF EXISTS …}. */
    public final String drop(IfExists clause) {
        return Sql.render(DropTable.of(qualifiedName()).withIfExists());
    }

    /**
     * An INSERT OVERWRITE of a table from a query.
     *
     * @param tableName the name of the table
     * @param columnNames the target columns, in the order of the query's columns; null if the columns are matched by
     *     name
     * @param query the query
     */
    private record InsertOverwrite(
            QualifiedName tableName, @Nullable List<String> columnNames, String query) {
        String render() {
            String columnClause = columnNames == null
                    ? "BY NAME"
                    : columnNames.stream().map(InsertOverwrite::quote).collect(Collectors.joining(", ", "(", ")"));
            String quotedName =
                    tableName.parts().stream().map(part -> quote(part.text())).collect(Collectors.joining("."));
            return "INSERT OVERWRITE " + quotedName + " " + columnClause + "\n" + query;
        }

        /**
         * Quotes a name. A name can't contain a backquote, because the server removes backquotes when it reads a name.
         */
        private static String quote(String name) {
            return "`" + name + "`";
        }
    }
}
