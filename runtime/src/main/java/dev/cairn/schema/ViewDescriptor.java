package dev.cairn.schema;

import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.DdlClause.IfExists;
import dev.cairn.schema.DdlClause.IfNotExists;
import dev.cairn.schema.DdlClause.OrReplace;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.DropView;
import dev.cairn.sql.token.SqlSyntaxException;

/**
 * A view, whose rows can be read. Its methods return statements that can be run by hand.
 *
 * @param <R> the record
 */
public abstract non-sealed class ViewDescriptor<R> extends Descriptor<R> {
    /**
     * Called by generated code.
     *
     * @param format the format version of the generated class
     * @param database the database of the object; empty for the one that the connection has selected
     * @param name the name of the object
     * @param ddl the statement that creates the view
     */
    protected ViewDescriptor(int format, String database, String name, String ddl) {
        super(format, database, name, ddl);
    }

    /**
     * Returns the SELECT statement as it was declared, for targets without a variant.
     *
     * @throws SqlSyntaxException if this version of Cairn can't parse the query
     */
    public final String query() {
        return parseQuery(ddl());
    }

    /**
     * Returns the SELECT statement as it was declared for a target.
     *
     * @param target one of {@link SchemaDescriptor#targets}
     * @throws SqlSyntaxException if this version of Cairn can't parse the query
     */
    public final String query(ServerProfile target) {
        return parseQuery(ddl(target));
    }

    private static String parseQuery(String ddl) {
        return ((CreateView) Sql.parse(ddl)).queryText().text();
    }

    /** Returns {@code CREATE VIEW …}. */
    public final String create() {
        return ddl();
    }

    /** Returns {@code CREATE OR REPLACE VIEW …}. */
    public final String create(OrReplace clause) {
        return replaceDdlStart("CREATE VIEW", "CREATE OR REPLACE VIEW");
    }

    /** Returns {@code CREATE VIEW IF NOT EXISTS …}. */
    public final String create(IfNotExists clause) {
        return replaceDdlStart("CREATE VIEW", "CREATE VIEW IF NOT EXISTS");
    }

    /** Returns {@code DROP VIEW …}. */
    public final String drop() {
        return Sql.render(new DropView(false, qualifiedName(), Span.NONE));
    }

    /** Returns {@code DROP VIEW IF EXISTS …}. */
    public final String drop(IfExists clause) {
        return Sql.render(new DropView(true, qualifiedName(), Span.NONE));
    }
}
