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

/** Plans which struct fields to add or drop, at any depth. No other part of a nested type can be changed. */
final class StructFieldPlanning {
    /** The step of a path that leads to the elements of an array. */
    private static final String EACH_ELEMENT = "[*]";

    private final Name column;
    private final List<AlterClause> clauses = new ArrayList<>();
    private boolean isPossible = true;

    private StructFieldPlanning(Name column) {
        this.column = column;
    }

    /** Returns the clauses; an empty list if changes of fields alone do not turn one type into the other. */
    static List<AlterClause> planClauses(String column, Type currentType, Type desiredType) {
        StructFieldPlanning planning = new StructFieldPlanning(Name.of(column));
        planning.addClauses(currentType, desiredType, List.of());
        return planning.isPossible ? planning.clauses : List.of();
    }

    private void addClauses(Type currentType, Type desiredType, List<String> path) {
        if (currentType.equals(desiredType)) {
            return;
        }
        if (currentType instanceof Type.Struct currentStruct && desiredType instanceof Type.Struct desiredStruct) {
            addStructClauses(currentStruct, desiredStruct, path);
        } else if (currentType instanceof Type.Array arrayType && desiredType instanceof Type.Array targetArray) {
            addClauses(arrayType.element(), targetArray.element(), appendName(path, EACH_ELEMENT));
        } else {
            isPossible = false;
        }
    }

    private void addStructClauses(Type.Struct currentType, Type.Struct desiredType, List<String> path) {
        for (Type.Field field : currentType.fields()) {
            if (findField(desiredType, field.name()).isEmpty()) {
                clauses.add(new AlterClause.DropField(column, appendName(path, field.name()), List.of(), Span.NONE));
            }
        }
        List<String> currentOrder = new ArrayList<>(fieldNames(currentType));
        currentOrder.retainAll(fieldNames(desiredType));
        List<String> desiredOrder = new ArrayList<>(fieldNames(desiredType));
        desiredOrder.retainAll(fieldNames(currentType));
        isPossible &= currentOrder.equals(desiredOrder);
        for (int i = 0; i < desiredType.fields().size(); i++) {
            Type.Field field = desiredType.fields().get(i);
            Optional<Type.Field> currentField = findField(currentType, field.name());
            if (currentField.isPresent()) {
                addClauses(currentField.get().type(), field.type(), appendName(path, field.name()));
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

    /** Returns the position of a new field; null at the end, where the server adds fields by default. */
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
