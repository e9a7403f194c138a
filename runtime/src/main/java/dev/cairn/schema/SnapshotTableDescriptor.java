package dev.cairn.schema;

import dev.cairn.schema.Clause.IfExists;
import dev.cairn.schema.Clause.IfNotExists;
import dev.cairn.sql.Span;
import dev.cairn.sql.Sql;
import dev.cairn.sql.Statement.DropTable;

/**
 * A table that is filled from a query: rows are read from it. Its statements are there for those who want to run them by
 * hand.
 *
 * @param <R> the record
 */
public abstract non-sealed class SnapshotTableDescriptor<R> extends Descriptor<R> {
    private final String query;
    private final boolean byPosition;

    /** What is in the database of the connection says nothing as its database. */
    protected SnapshotTableDescriptor(
            int format, String database, String name, String query, boolean byPosition, String ddl) {
        super(format, database, name, ddl);
        this.query = query;
        this.byPosition = byPosition;
    }

    /** The SELECT, as it was written. */
    public final String query() {
        return query;
    }

    /** {@code CREATE TABLE …}. */
    public final String create() {
        return ddl();
    }

    /** {@code CREATE TABLE IF NOT EXISTS …}. */
    public final String create(IfNotExists clause) {
        return ddl("CREATE TABLE", "CREATE TABLE IF NOT EXISTS");
    }

    /** {@code INSERT OVERWRITE … SELECT …}: who reads sees the old rows or the new ones, never none. */
    public final String refresh() {
        return new Overwriting(
                        qualifiedName(),
                        byPosition ? columns().stream().map(Column::name).toList() : null,
                        query)
                .text();
    }

    /** {@code DROP TABLE …}. */
    public final String drop() {
        return Sql.render(new DropTable(false, false, qualifiedName(), false, Span.NONE));
    }

    /** {@code DROP TABLE IF EXISTS …}. */
    public final String drop(IfExists clause) {
        return Sql.render(new DropTable(false, true, qualifiedName(), false, Span.NONE));
    }
}
