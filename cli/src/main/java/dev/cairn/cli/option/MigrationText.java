package dev.cairn.cli.option;

import dev.cairn.schema.RecordedMigration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Migrations in words, and as what JSON is made of. */
public final class MigrationText {
    private MigrationText() {}

    /** {@code V0003AddNote (add note)} */
    public static String of(RecordedMigration migration) {
        return migration.name() + " (" + migration.title() + ")";
    }

    /** {@code migration 3, V0003AddNote}, as far as the application knows it. */
    public static String of(int number, List<RecordedMigration> known) {
        if (number == 0) {
            return "before the first migration";
        }
        return "at migration " + number
                + (number <= known.size() ? ", " + known.get(number - 1).name() : "");
    }

    public static String counted(int migrations) {
        return migrations == 1 ? "1 migration" : migrations + " migrations";
    }

    /** With a semicolon, unless there is nothing to send: a step of Cairn's own is all comment. */
    public static String ended(String statement) {
        return statement.lines().allMatch(line -> line.startsWith("--")) ? statement : statement + ";";
    }

    /** The numbers that there are. */
    static String range(int migrations) {
        return migrations == 1 ? "only 1" : "1 to " + migrations;
    }

    public static Map<String, Object> object(RecordedMigration migration) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("number", migration.number());
        object.put("name", migration.name());
        object.put("title", migration.title());
        object.put("hash", migration.hash());
        return object;
    }

    public static List<Map<String, Object>> objects(List<RecordedMigration> migrations) {
        return migrations.stream().map(MigrationText::object).toList();
    }
}
