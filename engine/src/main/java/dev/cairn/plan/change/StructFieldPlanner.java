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

/**
 * Plans which struct fields to add or drop, at any depth. No other part of a nested type can be changed. The server
 * compares names of fields without regard to case, so a field whose name changes only in case stays the same field.
 */
final class StructFieldPlanner {
    private final Name columnName;
    private final List<AlterClause> clauses = new ArrayList<>();
    private boolean isPossible = true;

    private StructFieldPlanner(Name columnName) {
        this.columnName = columnName;
    }

    /** Returns the clauses; an empty list if changes of fields alone do not turn one type into the other. */
    static List<AlterClause> planClauses(String columnName, Type currentType, Type desiredType) {
        StructFieldPlanner planner = new StructFieldPlanner(Name.of(columnName));
        planner.addClauses(currentType, desiredType, List.of());
        return planner.isPossible ? planner.clauses : List.of();
    }

    private void addClauses(Type currentType, Type desiredType, List<String> path) {
        if (currentType.equals(desiredType)) {
            return;
        }
        if (currentType instanceof Type.Struct currentStruct && desiredType instanceof Type.Struct desiredStruct) {
            addStructClauses(currentStruct, desiredStruct, path);
        } else if (currentType instanceof Type.Array currentArray && desiredType instanceof Type.Array desiredArray) {
            addClauses(
                    currentArray.element(),
                    desiredArray.element(),
                    ValueConverter.appendName(path, AlterClause.EACH_ELEMENT));
        } else {
            isPossible = false;
        }
    }

    private void addStructClauses(Type.Struct currentStruct, Type.Struct desiredStruct, List<String> path) {
        for (Type.Field field : currentStruct.fields()) {
            if (desiredStruct.findField(field.name()).isEmpty()) {
                clauses.add(new AlterClause.DropField(
                        columnName, ValueConverter.appendName(path, field.name()), List.of(), Span.NONE));
            }
        }
        isPossible &=
                selectCommonNames(currentStruct, desiredStruct).equals(selectCommonNames(desiredStruct, currentStruct));
        for (int i = 0; i < desiredStruct.fields().size(); i++) {
            Type.Field field = desiredStruct.fields().get(i);
            Optional<Type.Field> currentField = currentStruct.findField(field.name());
            if (currentField.isPresent()) {
                addClauses(currentField.get().type(), field.type(), ValueConverter.appendName(path, field.name()));
            } else {
                clauses.add(new AlterClause.AddField(
                        columnName,
                        ValueConverter.appendName(path, field.name()),
                        field.type(),
                        findPosition(currentStruct, desiredStruct, i),
                        List.of(),
                        Span.NONE));
            }
        }
    }

    /** Returns the position of a new field; null at the end, where the server adds fields by default. */
    private static @Nullable Position findPosition(
            Type.Struct currentStruct, Type.Struct desiredStruct, int fieldIndex) {
        boolean isLast = desiredStruct
                .fields()
                .subList(fieldIndex, desiredStruct.fields().size())
                .stream()
                .allMatch(field -> currentStruct.findField(field.name()).isEmpty());
        if (isLast) {
            return null;
        }
        return fieldIndex == 0
                ? new Position.First()
                : new Position.After(
                        Name.of(desiredStruct.fields().get(fieldIndex - 1).name()));
    }

    /** Returns the names, as this struct writes them, of the fields that the other struct also has. */
    private static List<String> selectCommonNames(Type.Struct structType, Type.Struct otherStruct) {
        return structType.fields().stream()
                .map(Type.Field::name)
                .filter(name -> otherStruct.findField(name).isPresent())
                .toList();
    }
}
