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

    public static Map<String, String> of(ServerProfile profile, Catalog catalog) {
        Map<String, String> shown = new TreeMap<>();
        for (Database database : catalog.databases().values()) {
            String prefix = database.name() + ".";
            database.tables()
                    .values()
                    .forEach(table -> shown.put(
                            prefix + table.name(), withoutIneffectiveClauses(ShowCreate.render(profile, table))));
            database.views().values().forEach(view -> shown.put(prefix + view.name(), ShowCreate.render(view)));
            database.materializedViews()
                    .values()
                    .forEach(view -> shown.put(
                            prefix + view.name(),
                            withoutIneffectiveClauses(ShowCreate.render(profile, view))
                                    + describeActivity(view.isActive())));
        }
        return shown;
    }

    private static String describeActivity(boolean isActive) {
        return isActive ? "" : " -- inactive";
    }

    /** An empty property is none, and whether names in an expression stand in backquotes says where it was written. */
    private static String withoutIneffectiveClauses(String text) {
        StringBuilder plain = new StringBuilder();
        text.lines().filter(line -> !line.matches("\"[^\"]*\" = \"\",?")).forEach(line -> {
            boolean isExpression = line.contains("NULL AS ") || line.startsWith("PARTITION BY ");
            plain.append(isExpression ? line.replace("`", "") : line).append('\n');
        });
        return plain.toString();
    }
}
