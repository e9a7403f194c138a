package dev.cairn.schema;

import dev.cairn.schema.Clause.IfExists;
import dev.cairn.schema.Clause.IfNotExists;
import dev.cairn.sql.Span;
import dev.cairn.sql.Sql;
import dev.cairn.sql.SqlSyntaxException;
import dev.cairn.sql.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ViewStatement.DropMaterializedView;
import dev.cairn.sql.ViewStatement.RefreshMaterializedView;
import java.util.List;

/**
 * A materialized view: rows are read from it. Its statements are there for those who want to run them by hand.
 *
 * @param <R> the record
 */
public abstract non-sealed class MaterializedViewDescriptor<R> extends Descriptor<R> {
    /** What is in the database of the connection says nothing as its database. */
    protected MaterializedViewDescriptor(int format, String database, String name, String ddl) {
        super(format, database, name, ddl);
    }

    /**
     * The SELECT, as it was written.
     *
     * @throws SqlSyntaxException where only a newer server knows what is in it
     */
    public final String query() {
        return ((CreateMaterializedView) Sql.parse(ddl())).query().text();
    }

    /** {@code CREATE MATERIALIZED VIEW …}. */
    public final String create() {
        return ddl();
    }

    /** {@code CREATE MATERIALIZED VIEW IF NOT EXISTS …}. */
    public final String create(IfNotExists clause) {
        return ddl("CREATE MATERIALIZED VIEW", "CREATE MATERIALIZED VIEW IF NOT EXISTS");
    }

    /** {@code REFRESH MATERIALIZED VIEW …}: of what has changed, in the background. */
    public final String refresh() {
        return Sql.render(
                new RefreshMaterializedView(qualifiedName(), null, null, List.of(), false, null, null, Span.NONE));
    }

    /** {@code DROP MATERIALIZED VIEW …}. */
    public final String drop() {
        return Sql.render(new DropMaterializedView(false, qualifiedName(), false, Span.NONE));
    }

    /** {@code DROP MATERIALIZED VIEW IF EXISTS …}. */
    public final String drop(IfExists clause) {
        return Sql.render(new DropMaterializedView(true, qualifiedName(), false, Span.NONE));
    }
}
