package dev.cairn.engine.materialized;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.property.ForeignKeys;
import dev.cairn.engine.property.UniqueConstraints;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the constraints that a materialized view declares, mostly for its base tables.
 *
 * @param view the view that an unqualified name refers to; null while the view is being created
 */
record MaterializedConstraints(
        ServerState server,
        ResolvedTableName place,
        @Nullable MaterializedView view) {
    private static final Pattern FOREIGN = Pattern.compile(
            "\\s*([\\w.:-]*)\\s*(\\([\\w\\s,]+\\)\\s+REFERENCES\\s+.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** The property {@code unique_constraints} with fully qualified names. */
    String unique(String text) {
        List<UniqueConstraints.Constraint> all = new ArrayList<>();
        for (String item : text.split(";", 0)) {
            if (!item.isBlank()) {
                ResolvedTableName of = table(item.split(",", 0)[0].trim());
                List<Column> columns = columns(of)
                        .orElseThrow(() -> Refusal.analysis(
                                place.span(), MaterializedViewRule.CONSTRAINED_TABLE_NOT_FOUND, of.inDatabase()));
                all.addAll(UniqueConstraints.parse(item, of, ForeignKeys.byName(columns), place.span())
                        .constraints());
            }
        }
        return new UniqueConstraints(all).text();
    }

    /** The table of a column, which may be qualified by a table, a database and a catalog. */
    private ResolvedTableName table(String column) {
        String[] parts = column.split("\\.", 0);
        int tables = parts.length - 1;
        return new ResolvedTableName(
                tables > 2 ? parts[tables - 3] : place.catalog(),
                tables > 1 ? parts[tables - 2] : place.database(),
                tables > 0 ? parts[tables - 1] : place.table(),
                place.span());
    }

    private Optional<List<Column>> columns(ResolvedTableName table) {
        if (view != null && view.name().equals(table.table())) {
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
     */
    String foreign(String text) {
        List<String> all = new ArrayList<>();
        for (String item : text.split(";", 0)) {
            Matcher form = FOREIGN.matcher(item);
            if (item.isBlank()) {
                continue;
            }
            if (!form.matches()) {
                throw Refusal.analysis(place.span(), MaterializedViewRule.FOREIGN_KEY_INVALID, item);
            }
            String whose = form.group(1);
            ResolvedTableName of = table(whose.isEmpty() ? "" : whose + ".*");
            List<Column> columns = columns(of)
                    .orElseThrow(() -> Refusal.analysis(
                            place.span(), MaterializedViewRule.CONSTRAINED_TABLE_NOT_FOUND, of.inDatabase()));
            String normal = ForeignKeys.trusted(server, of, ForeignKeys.byName(columns), place.span())
                    .normal(form.group(2));
            all.add(whose.isEmpty() ? normal : of.catalog() + "." + of.inDatabase() + normal);
        }
        return String.join(";", all);
    }
}
