package dev.cairn.schema;

import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.DdlClause.IfExists;
import dev.cairn.schema.DdlClause.IfNotExists;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.DropMaterializedView;
import dev.cairn.sql.ast.ViewStatement.RefreshMaterializedView;
import dev.cairn.sql.token.SqlSyntaxException;

/**
 * A materialized view, whose rows can be read. Its methods return statements that can be run by hand.
 *
 * @param <R> the record
 */
public abstract non-sealed class MaterializedViewDescriptor<R> extends Descriptor<R> {
    /**
     * Called by generated code.
     *
     * @param format the format version of the generated class
     * @param database the database of the object; empty for the one that the connection has selected
     * @param name the name of the object
     * @param ddl the statement that creates the materialized view
     */
    protected MaterializedViewDescriptor(int format, String database, String name, String ddl) {
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
        return ((CreateMaterializedView) Sql.parse(ddl)).queryText().text();
    }

    /** Returns {@code CREATE MATERIALIZED VIEW …}. */
    public final String create() {
        return ddl();
    }

    /** Returns {@code CREATE MATERIALIZED VIEW IF NOT EXISTS …}. */
    public final String create(IfNotExists clause) {
        return replaceDdlStart("CREATE MATERIALIZED VIEW", "CREATE MATERIALIZED VIEW IF NOT EXISTS");
    }

    /** Returns {@code REFRESH MATERIALIZED VIEW …}, which refreshes changed data in the background. */
    public final String refresh() {
        return Sql.render(RefreshMaterializedView.of(qualifiedName()));
    }

    /** Returns {@code DROP MATERIALIZED VIEW …}. */
    public final String drop() {
        return Sql.render(DropMaterializedView.of(qualifiedName()));
    }

    /** Returns {@code DROP MATERIALIZED VIEW IF EXISTS …}. */
    public final String drop(IfExists clause) {
        return Sql.render(DropMaterializedView.of(qualifiedName()).withIfExists());
    }
}
