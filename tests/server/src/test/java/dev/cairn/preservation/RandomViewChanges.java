package dev.cairn.preservation;

import dev.cairn.catalog.Database;
import dev.cairn.random.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses what a user may change by hand in the views and the list of tables of a database that migrations own. */
final class RandomViewChanges {
    private static final String VIEW_NAME = "view_" + RandomChangesByHand.NAME;

    private final Dice dice;

    RandomViewChanges(Dice dice) {
        this.dice = dice;
    }

    /** The kind of a change. */
    enum Kind {
        REDEFINE_VIEW,
        DROP_VIEW,
        ADD_VIEW,
        ADD_MATERIALIZED_VIEW,
        CHANGE_MATERIALIZED_VIEW,
        DEACTIVATE_MATERIALIZED_VIEW,
        RENAME_MATERIALIZED_VIEW,
        DROP_MATERIALIZED_VIEW,
        REPLACE_MATERIALIZED_VIEW_BY_TABLE,
        EXCHANGE_TABLES,
        DROP_TABLE,
        RECREATE_TABLE
    }

    /** Returns the statements of a change of a database; none if it has no object of this kind. */
    List<String> choose(Database database, Kind kind) {
        List<String> tables = listNames(database.tables());
        List<String> views = listNames(database.views());
        List<String> materializedViews = listNames(database.materializedViews());
        List<String> sources = new ArrayList<>(tables);
        sources.addAll(views);
        sources.addAll(materializedViews);
        String source = choose(sources).orElse("");
        return switch (kind) {
            case REDEFINE_VIEW ->
                choose(views)
                        .filter(view -> !view.equals(source))
                        .map(view -> "ALTER VIEW " + view + " AS "
                                + dice.pick(
                                        "SELECT k, day FROM " + source + " WHERE k > 5",
                                        "SELECT * FROM " + source,
                                        "SELECT 1 AS k"))
                        .stream()
                        .toList();
            case DROP_VIEW ->
                choose(views).map(view -> "DROP VIEW " + view).stream().toList();
            case ADD_VIEW -> List.of("CREATE VIEW " + VIEW_NAME + " AS SELECT * FROM " + source);
            case ADD_MATERIALIZED_VIEW ->
                List.of("CREATE MATERIALIZED VIEW " + VIEW_NAME + " REFRESH " + dice.pick("MANUAL", "ASYNC")
                        + " AS SELECT k, day FROM " + source);
            case CHANGE_MATERIALIZED_VIEW ->
                choose(materializedViews)
                        .map(view -> "ALTER MATERIALIZED VIEW " + view + " "
                                + dice.pick(
                                        "REFRESH MANUAL",
                                        "REFRESH ASYNC",
                                        "SET ('session.query_timeout' = '77')",
                                        "SET ('mv_rewrite_staleness_second' = '9')"))
                        .stream()
                        .toList();
            case DEACTIVATE_MATERIALIZED_VIEW ->
                choose(materializedViews).map(view -> "ALTER MATERIALIZED VIEW " + view + " INACTIVE").stream()
                        .toList();
            case RENAME_MATERIALIZED_VIEW ->
                choose(materializedViews)
                        .map(view -> "ALTER MATERIALIZED VIEW " + view + " RENAME " + VIEW_NAME)
                        .stream()
                        .toList();
            case DROP_MATERIALIZED_VIEW ->
                choose(materializedViews).map(view -> "DROP MATERIALIZED VIEW " + view).stream()
                        .toList();
            case REPLACE_MATERIALIZED_VIEW_BY_TABLE ->
                choose(materializedViews).stream()
                        .flatMap(view -> List.of(
                                "DROP MATERIALIZED VIEW " + view,
                                "CREATE TABLE " + view + " (k BIGINT NOT NULL) DUPLICATE KEY (k)",
                                "INSERT INTO " + view + " VALUES (1), (2)")
                                .stream())
                        .toList();
            case EXCHANGE_TABLES ->
                choose(tables)
                        .flatMap(table -> choose(tables.stream()
                                        .filter(name -> !name.equals(table))
                                        .toList())
                                .map(otherTable -> "ALTER TABLE " + table + " SWAP WITH " + otherTable))
                        .stream()
                        .toList();
            case DROP_TABLE ->
                choose(tables).map(table -> "DROP TABLE " + table + " FORCE").stream()
                        .toList();
            case RECREATE_TABLE ->
                choose(tables).stream()
                        .flatMap(table -> List.of(
                                "ALTER TABLE " + table + " RENAME " + RandomChangesByHand.NAME,
                                "CREATE TABLE " + table + " LIKE " + RandomChangesByHand.NAME)
                                .stream())
                        .toList();
        };
    }

    private static List<String> listNames(Iterable<? extends Map.Entry<String, ?>> entries) {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, ?> entry : entries) {
            if (!entry.getKey().startsWith("__cairn")) {
                names.add(entry.getKey());
            }
        }
        return names;
    }

    private Optional<String> choose(List<String> names) {
        return names.isEmpty() ? Optional.empty() : Optional.of(names.get(dice.below(names.size())));
    }
}
