package dev.cairn.tooling.importing;

import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/** The warnings that javac has about a table. It is as it is: its record allows them, and compiles where warnings are errors. */
final class KnownWarnings {
    private KnownWarnings() {}

    static List<String> of(ServerProfile profile, CreateTable table) {
        List<String> warnings = new ArrayList<>();
        if (hasSingleBucket(table)) {
            warnings.add("single-bucket");
        }
        if (!profile.sharedData() && has(table, "replication_num", "1")) {
            warnings.add("single-replica");
        }
        if (hasUnboundedKey(table)) {
            warnings.add("unbounded-key");
        }
        return warnings;
    }

    private static boolean hasSingleBucket(CreateTable table) {
        Distribution distribution = table.distribution();
        return distribution != null
                && distribution.buckets() instanceof Buckets.Count count
                && count.value() == 1
                && table.partitioning() == null
                && table.properties().stream().map(Property::name).noneMatch("colocate_with"::equals);
    }

    private static boolean has(CreateTable table, String property, String value) {
        return table.properties().stream()
                .anyMatch(each ->
                        each.name().equals(property) && each.value().strip().equals(value));
    }

    private static boolean hasUnboundedKey(CreateTable table) {
        KeyClause key = table.key();
        if (key == null || key.model() != KeyModel.PRIMARY) {
            return false;
        }
        List<String> names = ClauseAnnotations.texts(key.columns());
        return table.columns().stream()
                .anyMatch(column -> names.stream().anyMatch(column.name().text()::equalsIgnoreCase)
                        && column.type() instanceof Type.Text text
                        && text.length() == Type.Text.STRING_LENGTH);
    }
}
