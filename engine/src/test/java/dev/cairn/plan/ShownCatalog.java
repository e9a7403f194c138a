package dev.cairn.plan;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.profile.ServerProfile;
import java.util.Map;
import java.util.TreeMap;

/** The results of SHOW CREATE for all objects, without clauses that have no effect. */
public final class ShownCatalog {
    private ShownCatalog() {}

    /** Returns the definition of each object by its qualified name. */
    public static Map<String, String> showObjects(ServerProfile profile, Catalog catalog) {
        Map<String, String> definitions = new TreeMap<>();
        for (Database database : catalog.databases().values()) {
            String prefix = database.name() + ".";
            database.tables()
                    .values()
                    .forEach(table -> definitions.put(
                            prefix + table.name(), removeIneffectiveClauses(ShowCreate.render(profile, table))));
            database.views().values().forEach(view -> definitions.put(prefix + view.name(), ShowCreate.render(view)));
            database.materializedViews()
                    .values()
                    .forEach(view -> definitions.put(
                            prefix + view.name(),
                            removeIneffectiveClauses(ShowCreate.render(profile, view))
                                    + describeActivity(view.isActive())));
        }
        return definitions;
    }

    private static String describeActivity(boolean isActive) {
        return isActive ? "" : " -- inactive";
    }

    /**
     * Removes empty properties, and the backquotes in expressions, which depend only on where an expression was
     * written.
     */
    private static String removeIneffectiveClauses(String text) {
        StringBuilder remainingText = new StringBuilder();
        text.lines().filter(line -> !line.matches("\"[^\"]*\" = \"\",?")).forEach(line -> {
            boolean isExpression = line.contains("NULL AS ") || line.startsWith("PARTITION BY ");
            remainingText.append(isExpression ? line.replace("`", "") : line).append('\n');
        });
        return remainingText.toString();
    }
}
