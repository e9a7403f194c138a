package dev.cairn.schema;

import dev.cairn.schema.Clause.IfExists;
import dev.cairn.schema.Clause.IfNotExists;
import dev.cairn.schema.Clause.OrReplace;
import dev.cairn.sql.Span;
import dev.cairn.sql.Sql;
import dev.cairn.sql.SqlSyntaxException;
import dev.cairn.sql.ViewStatement.CreateView;
import dev.cairn.sql.ViewStatement.DropView;

/**
 * A view: rows are read from it. Its statements are there for those who want to run them by hand.
 *
 * @param <R> the record
 */
public abstract non-sealed class ViewDescriptor<R> extends Descriptor<R> {
    /** What is in the database of the connection says nothing as its database. */
    protected ViewDescriptor(int format, String database, String name, String ddl) {
        super(format, database, name, ddl);
    }

    /**
     * The SELECT, as it was written.
     *
     * @throws SqlSyntaxException where only a newer server knows what is in it
     */
    public final String query() {
        return ((CreateView) Sql.parse(ddl())).query().text();
    }

    /** {@code CREATE VIEW …}. */
    public final String create() {
        return ddl();
    }

    /** {@code CREATE OR REPLACE VIEW …}. */
    public final String create(OrReplace clause) {
        return ddl("CREATE VIEW", "CREATE OR REPLACE VIEW");
    }

    /** {@code CREATE VIEW IF NOT EXISTS …}. */
    public final String create(IfNotExists clause) {
        return ddl("CREATE VIEW", "CREATE VIEW IF NOT EXISTS");
    }

    /** {@code DROP VIEW …}. */
    public final String drop() {
        return Sql.render(new DropView(false, qualifiedName(), Span.NONE));
    }

    /** {@code DROP VIEW IF EXISTS …}. */
    public final String drop(IfExists clause) {
        return Sql.render(new DropView(true, qualifiedName(), Span.NONE));
    }
}
