package dev.cairn.tooling.release;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Constants of an enum that a release had, and that rows of a column may still have.
 *
 * @param removed those that are gone
 * @param added those that are new, of which one may be another name of a removed one
 */
public record RemovedConstants(ReleasedConstants column, List<String> removed, List<String> added) {
    public RemovedConstants {
        removed = List.copyOf(removed);
        added = List.copyOf(added);
    }

    /** Returns those of the columns that still have an enum. */
    public static List<RemovedConstants> between(List<ReleasedConstants> before, List<ReleasedConstants> now) {
        List<RemovedConstants> all = new ArrayList<>();
        for (ReleasedConstants released : before) {
            for (ReleasedConstants present : now) {
                if (present.object().equals(released.object())
                        && present.column().equalsIgnoreCase(released.column())) {
                    List<String> removed = without(released.constants(), present.constants());
                    if (!removed.isEmpty()) {
                        all.add(new RemovedConstants(
                                released, removed, without(present.constants(), released.constants())));
                    }
                }
            }
        }
        return all;
    }

    private static List<String> without(List<String> constants, List<String> others) {
        return constants.stream().filter(constant -> !others.contains(constant)).toList();
    }

    /** Returns the query that counts the rows with a removed constant. */
    public String countQuery() {
        return "SELECT count(*) FROM " + table() + " WHERE " + condition();
    }

    /** Returns the statement that gives the rows the only new constant in the place of the only removed one. */
    public Optional<String> renameStatement() {
        boolean renamed = removed.size() == 1 && added.size() == 1 && !column.several();
        return renamed
                ? Optional.of("UPDATE " + table() + " SET " + quoted(column.column()) + " = " + text(added.get(0))
                        + " WHERE " + condition())
                : Optional.empty();
    }

    private String table() {
        ObjectName object = column.object();
        return quoted(object.database()) + "." + quoted(object.name());
    }

    private String condition() {
        String texts = removed.stream().map(RemovedConstants::text).collect(Collectors.joining(", "));
        String name = quoted(column.column());
        if (column.several()) {
            return "arrays_overlap(" + name + ", [" + texts + "])";
        }
        return removed.size() == 1 ? name + " = " + texts : name + " IN (" + texts + ")";
    }

    private static String quoted(String name) {
        return Name.isPlain(name) ? name : "`" + name + "`";
    }

    private static String text(String constant) {
        return "'" + constant + "'";
    }
}
