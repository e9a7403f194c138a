package dev.cairn.schema;

import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.Span;
import dev.cairn.sql.Sql;
import dev.cairn.sql.SqlSyntaxException;
import dev.cairn.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * What a record describes: an object of a database, its columns, and how a row becomes a record. Descriptors are
 * generated; each is the only one of its class.
 *
 * <pre>{@code
 * PageViewTable.PAGE_VIEW.ddl();                 // CREATE TABLE `page_view` (…
 * PageViewTable.PAGE_VIEW.totalViews.ge(1000);   // a condition
 * }</pre>
 *
 * @param <R> the record
 */
public abstract sealed class Descriptor<R> extends ColumnList<R>
        permits TableDescriptor,
                SnapshotTableDescriptor,
                ViewDescriptor,
                MaterializedViewDescriptor,
                ExternalDescriptor {
    private final String database;
    private final String name;
    private final String ddl;

    Descriptor(int format, String database, String name, String ddl) {
        Format.require(format, getClass());
        this.database = database;
        this.name = name;
        this.ddl = ddl;
    }

    public final String name() {
        return name;
    }

    /** The database that the object is in, where it is not the one that the connection has selected. */
    public final Optional<String> database() {
        return database.isEmpty() ? Optional.empty() : Optional.of(database);
    }

    /** The name as statements have it, behind that of the database where there is one. */
    public QualifiedName qualifiedName() {
        return database.isEmpty() ? QualifiedName.of(name) : QualifiedName.of(database, name);
    }

    /**
     * The statement that creates the object, without the properties that are said once for the whole schema. Of an external
     * object it says what that looks like.
     */
    public final String ddl() {
        return ddl;
    }

    /** {@link #ddl}, read; one with a query that only a newer server knows is passed on as it is. */
    public final Statement statement() {
        try {
            return Sql.parse(ddl);
        } catch (SqlSyntaxException unknown) {
            return new Statement.Opaque(ddl, List.of("CREATE"), qualifiedName(), Span.NONE);
        }
    }

    /** The statement with other words where it begins. */
    final String ddl(String words, String instead) {
        if (!ddl.startsWith(words)) {
            throw new IllegalStateException("The statement of " + this + " does not begin with " + words);
        }
        return instead + ddl.substring(words.length());
    }

    /** The record of a row that holds all columns in their order. */
    public abstract R read(Row row);

    @Override
    final Descriptor<R> self() {
        return this;
    }

    @Override
    public final String toString() {
        return qualifiedName().toString();
    }
}
