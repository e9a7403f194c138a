package dev.cairn.engine.materialized;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.RuleSubject;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.property.ForeignKeys;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.engine.property.UniqueConstraints;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The constraints that a materialized view declares, mostly for its base tables. */
final class MaterializedConstraints {
    private static final Pattern FOREIGN = Pattern.compile(
            "\\s*([\\w.:-]*)\\s*(\\([\\w\\s,]+\\)\\s+REFERENCES\\s+.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final ServerState server;
    private final String database;
    private final MaterializedView view;
    private final Span at;

    MaterializedConstraints(ServerState server, String database, MaterializedView view, Span at) {
        this.server = server;
        this.database = database;
        this.view = view;
        this.at = at;
    }

    /**
     * The property {@code unique_constraints} with fully qualified names.
     *
     * @param own whether an unqualified name may refer to the view itself, which is not yet possible in CREATE
     */
    String unique(String text, boolean own) {
        List<UniqueConstraints.Constraint> all = new ArrayList<>();
        for (String item : text.split(";", 0)) {
            if (!item.isBlank()) {
                ResolvedTableName of = table(item.split(",", 0)[0].trim());
                List<Column> columns = columns(of, own)
                        .orElseThrow(
                                () -> Refusal.analysis(at, CommonRule.NOT_FOUND, RuleSubject.TABLE, of.inDatabase()));
                all.addAll(UniqueConstraints.parse(item, of, ForeignKeys.indexByName(columns), at)
                        .constraints());
            }
        }
        return new UniqueConstraints(all).text();
    }

    /** The table of a column, which may be qualified by a table, a database and a catalog. */
    private ResolvedTableName table(String column) {
        ResolvedTableName place = place();
        String[] parts = column.split("\\.", 0);
        int tables = parts.length - 1;
        return new ResolvedTableName(
                tables > 2 ? parts[tables - 3] : place.catalog(),
                tables > 1 ? parts[tables - 2] : place.database(),
                tables > 0 ? parts[tables - 1] : place.table(),
                at);
    }

    private Optional<List<Column>> columns(ResolvedTableName table, boolean own) {
        if (own && view.name().equals(table.table())) {
            return Optional.of(view.tableColumns());
        }
        Optional<Database> database = table.database(server);
        Optional<List<Column>> ofTable =
                database.flatMap(found -> found.table(table.table())).map(Table::columns);
        return ofTable.isPresent()
                ? ofTable
                : database.flatMap(found -> found.materializedView(table.table()))
                        .map(MaterializedView::tableColumns);
    }

    /**
     * The property {@code foreign_key_constraints}; each constraint may be preceded by the table that it belongs to.
     *
     * @param stored the properties of the view, whose unique constraints a foreign key may refer to
     */
    String foreign(String text, StoredProperties stored) {
        List<String> all = new ArrayList<>();
        for (String item : text.split(";", 0)) {
            Matcher form = FOREIGN.matcher(item);
            if (item.isBlank()) {
                continue;
            }
            if (!form.matches()) {
                throw Refusal.analysis(at, PropertyRule.FOREIGN_KEY_INVALID, item, "it has another form");
            }
            String whose = form.group(1);
            ResolvedTableName of = table(whose.isEmpty() ? "" : whose + ".*");
            List<Column> columns = columns(of, true)
                    .orElseThrow(() -> Refusal.analysis(at, CommonRule.NOT_FOUND, RuleSubject.TABLE, of.inDatabase()));
            String unique = KnownProperty.UNIQUE_CONSTRAINTS.valueIn(stored).orElse("");
            String normal = ForeignKeys.ofView(server, of, ForeignKeys.indexByName(columns), at, unique)
                    .normalize(form.group(2));
            all.add(whose.isEmpty() ? normal : of.catalog() + "." + of.inDatabase() + normal);
        }
        return String.join(";", all);
    }

    /** The name of the view, which may not exist yet. */
    private ResolvedTableName place() {
        return new ResolvedTableName(ResolvedTableName.INTERNAL_CATALOG, database, view.name(), at);
    }
}
