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
final class StructFieldPlanning {
    private static final String ELEMENT = "[*]";

    private final Name column;
    private final List<AlterClause> clauses = new ArrayList<>();
    private boolean isPossible = true;

    private StructFieldPlanning(Name column) {
        this.column = column;
    }

    /** Returns the clauses; an empty list if changes of fields alone do not turn one type into the other. */
    static List<AlterClause> planClauses(String column, Type currentType, Type desiredType) {
        StructFieldPlanning changes = new StructFieldPlanning(Name.of(column));
        changes.compare(currentType, desiredType, List.of());
        return changes.isPossible ? changes.clauses : List.of();
    }

    private void compare(Type currentType, Type desiredType, List<String> path) {
        if (currentType.equals(desiredType)) {
            return;
        }
        if (currentType instanceof Type.Struct structType && desiredType instanceof Type.Struct targetStruct) {
            compareStructs(structType, targetStruct, path);
        } else if (currentType instanceof Type.Array arrayType && desiredType instanceof Type.Array targetArray) {
            compare(arrayType.element(), targetArray.element(), appendName(path, ELEMENT));
        } else {
            isPossible = false;
        }
    }

    private void compareStructs(Type.Struct currentType, Type.Struct desiredType, List<String> path) {
        for (Type.Field field : currentType.fields()) {
            if (findField(desiredType, field.name()).isEmpty()) {
                clauses.add(new AlterClause.DropField(column, appendName(path, field.name()), List.of(), Span.NONE));
            }
        }
        List<String> keptNames = new ArrayList<>(fieldNames(currentType));
        keptNames.retainAll(fieldNames(desiredType));
        List<String> desiredNames = new ArrayList<>(fieldNames(desiredType));
        desiredNames.retainAll(fieldNames(currentType));
        isPossible &= keptNames.equals(desiredNames);
        for (int i = 0; i < desiredType.fields().size(); i++) {
            Type.Field field = desiredType.fields().get(i);
            Optional<Type.Field> currentField = findField(currentType, field.name());
            if (currentField.isPresent()) {
                compare(currentField.get().type(), field.type(), appendName(path, field.name()));
            } else {
                clauses.add(new AlterClause.AddField(
                        column,
                        appendName(path, field.name()),
                        field.type(),
                        findPosition(currentType, desiredType, i),
                        List.of(),
                        Span.NONE));
            }
        }
    }

    private static @Nullable Position findPosition(Type.Struct currentType, Type.Struct desiredType, int index) {
        boolean isLast = desiredType
                .fields()
                .subList(index, desiredType.fields().size())
                .stream()
                .allMatch(field -> findField(currentType, field.name()).isEmpty());
        if (isLast) {
            return null;
        }
        return index == 0
                ? new Position.First()
                : new Position.After(Name.of(desiredType.fields().get(index - 1).name()));
    }

    private static List<String> fieldNames(Type.Struct structType) {
        return structType.fields().stream().map(Type.Field::name).toList();
    }

    private static Optional<Type.Field> findField(Type.Struct structType, String name) {
        return structType.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst();
    }

    private static List<String> appendName(List<String> path, String name) {
        List<String> extendedPath = new ArrayList<>(path);
        extendedPath.add(name);
        return extendedPath;
    }
}
