package dev.cairn.plan.change;

import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.Position;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans struct fields that are added or dropped, at any depth; no other part of a nested type can be changed. */
final class StructFieldChanges {
    private static final String ELEMENT = "[*]";

    private final Name column;
    private final List<AlterClause> clauses = new ArrayList<>();
    private boolean possible = true;

    private StructFieldChanges(Name column) {
        this.column = column;
    }

    /** Returns empty if changes of fields alone don't turn one type into the other. */
    static List<AlterClause> clauses(String column, Type from, Type to) {
        StructFieldChanges changes = new StructFieldChanges(Name.of(column));
        changes.compare(from, to, List.of());
        return changes.possible ? changes.clauses : List.of();
    }

    private void compare(Type from, Type to, List<String> path) {
        if (from.equals(to)) {
            return;
        }
        if (from instanceof Type.Struct struct && to instanceof Type.Struct into) {
            compare(struct, into, path);
        } else if (from instanceof Type.Array array && to instanceof Type.Array into) {
            compare(array.element(), into.element(), append(path, ELEMENT));
        } else {
            possible = false;
        }
    }

    private void compare(Type.Struct from, Type.Struct to, List<String> path) {
        for (Type.Field field : from.fields()) {
            if (find(to, field.name()).isEmpty()) {
                clauses.add(new AlterClause.DropField(column, append(path, field.name()), List.of(), Span.NONE));
            }
        }
        List<String> kept = new ArrayList<>(names(from));
        kept.retainAll(names(to));
        List<String> desired = new ArrayList<>(names(to));
        desired.retainAll(names(from));
        possible &= kept.equals(desired);
        for (int i = 0; i < to.fields().size(); i++) {
            Type.Field field = to.fields().get(i);
            Optional<Type.Field> before = find(from, field.name());
            if (before.isPresent()) {
                compare(before.get().type(), field.type(), append(path, field.name()));
            } else {
                clauses.add(new AlterClause.AddField(
                        column, append(path, field.name()), field.type(), place(from, to, i), List.of(), Span.NONE));
            }
        }
    }

    private static @Nullable Position place(Type.Struct from, Type.Struct to, int index) {
        boolean last = to.fields().subList(index, to.fields().size()).stream()
                .allMatch(field -> find(from, field.name()).isEmpty());
        if (last) {
            return null;
        }
        return index == 0
                ? new Position.First()
                : new Position.After(Name.of(to.fields().get(index - 1).name()));
    }

    private static List<String> names(Type.Struct struct) {
        return struct.fields().stream().map(Type.Field::name).toList();
    }

    private static Optional<Type.Field> find(Type.Struct struct, String name) {
        return struct.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst();
    }

    private static List<String> append(List<String> path, String last) {
        List<String> longer = new ArrayList<>(path);
        longer.add(last);
        return longer;
    }
}
