package dev.cairn.preservation;

import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table before and after a change.
 *
 * @param before the statements that create the table {@value #TABLE_NAME} before the change
 * @param after the statements that create the table after the change
 * @param renames the renames of columns, each as the old and the new name with a space between them; a rename of the
 *     table has the word TABLE in place of the old name
 */
record TablePair(List<String> before, List<String> after, List<String> renames) {
    static final String TABLE_NAME = "t";

    TablePair {
        before = List.copyOf(before);
        after = List.copyOf(after);
        renames = List.copyOf(renames);
    }

    static TablePair of(String before, String after) {
        return new TablePair(List.of(before), List.of(after), List.of());
    }

    List<Rename> renames(String database) {
        return renames.stream()
                .map(rename -> rename.split(" ", 2))
                .<Rename>map(names -> names[0].equals("TABLE")
                        ? new Rename.ObjectRename(new ObjectName(database, names[1]), TABLE_NAME)
                        : new Rename.ColumnRename(new ObjectName(database, TABLE_NAME), names[0], names[1]))
                .toList();
    }

    @Override
    public String toString() {
        return "from\n" + String.join(";\n", before) + "\nto\n" + String.join(";\n", after)
                + (renames.isEmpty() ? "" : "\nrenamed: " + renames.stream().collect(Collectors.joining(", ")));
    }
}
