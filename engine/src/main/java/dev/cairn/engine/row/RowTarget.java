package dev.cairn.engine.row;

import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.RuleSubject;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.sql.ast.QualifiedName;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The target of an INSERT, UPDATE or DELETE: a table of the catalog, or an external object, of which less is known.
 *
 * @param table the table, or null for an external object
 */
record RowTarget(
        ResolvedTableName place,
        @Nullable Table table,
        @Nullable ExternalObject external) {
    /** The errors with which each of the three statements refuses a target. */
    record Errors(Function<ResolvedTableName, Refusal> noDatabase, Function<ResolvedTableName, Refusal> view) {
        Errors(Function<ResolvedTableName, Refusal> view) {
            this(
                    place -> Refusal.analysis(
                            place.span(), CommonRule.NOT_FOUND, RuleSubject.DATABASE, place.database()),
                    view);
        }
    }

    /** Returns the refusal to change the rows of a view. */
    static Refusal ofView(ResolvedTableName place) {
        return Refusal.execution(place.span(), RowRule.VIEW_CHANGED, RuleSubject.VIEW, place.table());
    }

    static RowTarget of(ServerState server, QualifiedName name, Errors errors) {
        ResolvedTableName place = ResolvedTableName.of(server, name);
        String foreign = place.internal() ? null : place.catalog();
        Optional<ExternalObject> external = server.catalog().external(foreign, place.database(), place.table());
        if (!place.internal() && external.isEmpty()) {
            place.requireInternal();
        }
        Optional<Table> table = place.table(server);
        if (table.isPresent()) {
            return new RowTarget(place, table.get(), null);
        }
        if (external.isPresent()) {
            return new RowTarget(place, null, external.get());
        }
        Database database = place.database(server).orElseThrow(() -> errors.noDatabase.apply(place));
        if (database.materializedView(place.table()).isPresent()) {
            throw Refusal.analysis(place.span(), RowRule.VIEW_CHANGED, RuleSubject.MATERIALIZED_VIEW, place.table());
        }
        if (database.view(place.table()).isPresent()) {
            throw errors.view.apply(place);
        }
        throw Refusal.analysis(place.span(), NameRule.TABLE_NOT_FOUND, place.table());
    }

    /** Whether a column of that name may exist. */
    boolean mayHave(String column) {
        return table != null
                ? table.column(column).isPresent()
                : external == null
                        || !external.complete()
                        || external.columns().stream()
                                .anyMatch(each -> each.name().equalsIgnoreCase(column));
    }

    /** Whether a partition of that name may exist; the server creates some partitions automatically. */
    static boolean mayHavePartition(Table table, String name, boolean temporary) {
        TablePartitions partitions = TablePartitions.of(table);
        return temporary ? partitions.hasTemporary(name) : table.makesPartitions() || partitions.has(name);
    }
}
