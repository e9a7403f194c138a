package dev.cairn.schema;

import dev.cairn.profile.ServerCondition;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.upgrade.GeneratedClassFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The description of a database object: its columns, its statement, and the mapping of its rows to a record.
 * Descriptors are generated; each class has a single instance, which several threads may use.
 *
 * <pre>{@code
 * PageViewTable.PAGE_VIEW.ddl();                 // CREATE TABLE `page_view` (…
 * PageViewTable.PAGE_VIEW.totalViews.ge(1000);   // a condition
 * }</pre>
 *
 * @param <R> the record
 */
public abstract sealed class Descriptor<R>
        permits TableDescriptor,
                SnapshotTableDescriptor,
                ViewDescriptor,
                MaterializedViewDescriptor,
                ExternalDescriptor {
    private final String database;
    private final String name;
    private final String ddl;
    private final List<Variant> variants = new ArrayList<>();
    private final List<Column<R>> columns = new ArrayList<>();
    private volatile List<ValueType<?>> valueTypes = List.of();

    /**
     * The declaration for some targets.
     *
     * @param query the query of a snapshot table; null for other objects
     */
    private record Variant(
            ServerCondition condition, String ddl, @Nullable String query) {}

    Descriptor(int format, String database, String name, String ddl) {
        GeneratedClassFormat.require(format, getClass());
        this.database = database;
        this.name = name;
        this.ddl = ddl;
    }

    /**
     * Called by generated constructors: sets another declaration for some targets of the schema.
     *
     * @param on the condition that these targets meet, such as {@code 3.5 shared-data}
     * @param statement the statement that creates the object
     */
    protected final void variant(String on, String statement) {
        variants.add(new Variant(ServerCondition.of(on), statement, null));
    }

    final void addVariant(String on, String statement, String query) {
        variants.add(new Variant(ServerCondition.of(on), statement, query));
    }

    private Optional<Variant> findVariant(ServerProfile target) {
        return variants.stream()
                .filter(variant -> variant.condition().includes(target))
                .findFirst();
    }

    /** Returns the query that a variant declares for a target; empty if no variant does. */
    final Optional<String> findVariantQuery(ServerProfile target) {
        return findVariant(target).map(Variant::query);
    }

    /** Returns whether the object is declared differently for some targets of the schema. */
    public final boolean hasVariants() {
        return !variants.isEmpty();
    }

    /** Returns the name of the object, without its database. */
    public final String name() {
        return name;
    }

    /** Returns the database of the object; empty if it is the one that the connection has selected. */
    public final Optional<String> database() {
        return database.isEmpty() ? Optional.empty() : Optional.of(database);
    }

    /** Returns the name with its qualifiers, if there are any: the external catalog, the database, the name. */
    public List<String> path() {
        return database.isEmpty() ? List.of(name) : List.of(database, name);
    }

    /** Returns the name as it is written in statements. */
    final QualifiedName qualifiedName() {
        return QualifiedName.of(path().toArray(String[]::new));
    }

    /**
     * Returns the statement that creates the object, without the default properties of the schema. For an external
     * object, the statement only describes its columns. If the object {@linkplain #hasVariants has variants}, this is
     * the statement for all other targets.
     */
    public final String ddl() {
        return ddl;
    }

    /**
     * Returns the statement that creates the object on a target, without the default properties of the schema.
     *
     * @param target one of {@link SchemaDescriptor#targets}
     */
    public final String ddl(ServerProfile target) {
        return findVariant(target).map(Variant::ddl).orElse(ddl);
    }

    /** Returns the parsed {@link #ddl}; a statement that this version of Cairn can't parse is returned unparsed. */
    final Statement parseStatement(ServerProfile target) {
        String targetDdl = ddl(target);
        try {
            return Sql.parse(targetDdl);
        } catch (SqlSyntaxException ignored) {
            return new Statement.OpaqueStatement(targetDdl, List.of("CREATE"), qualifiedName(), Span.NONE);
        }
    }

    /**
     * Returns the statement with another start.
     *
     * @param start the present start of the statement
     * @param replacement the text in place of it
     * @throws IllegalStateException if the statement does not have this start
     */
    final String replaceDdlStart(String start, String replacement) {
        if (!ddl.startsWith(start)) {
            throw new IllegalStateException("The statement of " + this + " does not begin with " + start);
        }
        return replacement + ddl.substring(start.length());
    }

    /** Returns the columns in their order, which is also the order of the values in a {@link Row}. */
    public final List<Column<R>> columns() {
        return Collections.unmodifiableList(columns);
    }

    /** Returns the record for a row, which holds all columns in their order. Implemented by generated code. */
    public abstract R read(Row row);

    /**
     * Returns the data tests that the record declares; an empty list if it declares none. Overridden by generated code.
     */
    public List<DataTest> dataTests() {
        return List.of();
    }

    /**
     * Called by generated code: returns a data test of this object.
     *
     * @param kind the requirement of the test
     * @param testName the name of the test
     * @param sql the query of the rows that break its rule
     */
    protected final DataTest dataTest(DataTest.Kind kind, String testName, String sql) {
        return new DataTest(toString(), kind, testName, sql);
    }

    /** Returns the type that {@link #read} uses to read the column at a position. */
    final ValueType<?> valueType(int position) {
        List<ValueType<?>> types = valueTypes;
        if (types.isEmpty()) {
            types = ValueTypeProbe.probe(this);
            valueTypes = types;
        }
        return types.get(position);
    }

    /** Adds a column at the end, and returns its position. */
    final int addColumn(Column<R> column) {
        columns.add(column);
        return columns.size() - 1;
    }

    @Override
    public final String toString() {
        return qualifiedName().toString();
    }
}
