package dev.cairn.plan.change;

import dev.cairn.analysis.type.TypeConvertibility;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.plan.step.ValueCast;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds the expression that converts a value to another type, and collects the parts of the value that are lost.
 * Structs, also those in arrays and maps, are converted field by field; see {@link ConvertedValue}.
 */
final class ValueConverter {
    final List<ConvertedValue.LostPart> lostParts = new ArrayList<>();
    private int lambdaCount;

    /**
     * Returns the converted value, and adds its lost parts. The source type must be convertible to the target type.
     *
     * @param writtenType the target type as a statement spells it
     * @param path the names of the fields that lead to the value
     */
    Expression convert(Expression value, Type sourceType, Type targetType, Type writtenType, List<String> path) {
        if (sourceType.equals(targetType)) {
            return value;
        }
        if (sourceType instanceof Type.Struct sourceStruct && targetType instanceof Type.Struct targetStruct) {
            return convertStruct(value, sourceStruct, targetStruct, (Type.Struct) writtenType, path);
        }
        if (sourceType instanceof Type.Array sourceArray && targetType instanceof Type.Array targetArray) {
            Name elementName = Name.of("e" + ++lambdaCount);
            Expression body = convert(
                    createReference(elementName),
                    sourceArray.element(),
                    targetArray.element(),
                    ((Type.Array) writtenType).element(),
                    appendName(path, AlterClause.EACH_ELEMENT));
            return ConvertedValue.createCall(
                    "array_map", new Expression.Lambda(List.of(elementName), false, body, Span.NONE), value);
        }
        if (sourceType instanceof Type.Map sourceMap && targetType instanceof Type.Map targetMap) {
            return convertMap(value, sourceMap, targetMap, (Type.Map) writtenType, path);
        }
        if (TypeConvertibility.of(sourceType, targetType) == TypeConvertibility.LOSSY) {
            lostParts.add(new ConvertedValue.LostPart(path, new ConvertedValue.TypePair(sourceType, targetType)));
        }
        boolean isStructOrMap = sourceType instanceof Type.Struct || sourceType instanceof Type.Map;
        return isStructOrMap && PrimitiveType.of(targetType) == PrimitiveType.JSON
                ? ConvertedValue.createCall("to_json", value)
                : ValueCast.of(value, sourceType, writtenType);
    }

    private Expression convertMap(
            Expression value, Type.Map sourceMap, Type.Map targetMap, Type.Map writtenMap, List<String> path) {
        lambdaCount++;
        Name keyName = Name.of("k" + lambdaCount);
        Name valueName = Name.of("v" + lambdaCount);
        Expression newKey = convert(
                createReference(keyName),
                sourceMap.key(),
                targetMap.key(),
                writtenMap.key(),
                appendName(path, AlterClause.EACH_ELEMENT));
        Expression newValue = convert(
                createReference(valueName),
                sourceMap.value(),
                targetMap.value(),
                writtenMap.value(),
                appendName(path, AlterClause.EACH_ELEMENT));
        Expression body = new Expression.Tuple(List.of(newKey, newValue), Span.NONE);
        return ConvertedValue.createCall(
                "map_apply", new Expression.Lambda(List.of(keyName, valueName), true, body, Span.NONE), value);
    }

    /**
     * Builds the struct in a CASE. Without the CASE, NULL would become a struct of NULLs, and IF does not accept a
     * struct together with NULL.
     */
    private Expression convertStruct(
            Expression value,
            Type.Struct sourceStruct,
            Type.Struct targetStruct,
            Type.Struct writtenStruct,
            List<String> path) {
        List<Expression> structArguments = new ArrayList<>();
        for (int i = 0; i < targetStruct.fields().size(); i++) {
            Type.Field field = targetStruct.fields().get(i);
            Type fieldType = writtenStruct.fields().get(i).type();
            structArguments.add(new Expression.StringLiteral(field.name(), '\'', Span.NONE));
            structArguments.add(convertField(value, sourceStruct, field, fieldType, path));
        }
        for (Type.Field field : sourceStruct.fields()) {
            if (!TypeConvertibility.hasCounterpart(field, targetStruct)) {
                lostParts.add(new ConvertedValue.LostPart(appendName(path, field.name()), null));
            }
        }
        Expression nullTest = new Expression.IsNull(false, value, Span.NONE);
        Expression.When whenNull = new Expression.When(nullTest, new Expression.NullLiteral(Span.NONE));
        return new Expression.Case(
                null,
                List.of(whenNull),
                ConvertedValue.createCall("named_struct", structArguments.toArray(Expression[]::new)),
                Span.NONE);
    }

    private Expression convertField(
            Expression value, Type.Struct sourceStruct, Type.Field targetField, Type writtenType, List<String> path) {
        Optional<Type.Field> sourceField = sourceStruct
                .findField(targetField.name())
                .filter(namedField ->
                        TypeConvertibility.of(namedField.type(), targetField.type()) != TypeConvertibility.IMPOSSIBLE);
        return sourceField
                .map(namedField -> convert(
                        createFieldAccess(value, namedField.name()),
                        namedField.type(),
                        targetField.type(),
                        writtenType,
                        appendName(path, targetField.name())))
                .orElseGet(() -> ConvertedValue.createTypedNull(writtenType));
    }

    private static Expression createFieldAccess(Expression value, String fieldName) {
        if (value instanceof Expression.Reference reference) {
            List<Name> nameParts = new ArrayList<>(reference.name().parts());
            nameParts.add(Name.of(fieldName));
            return new Expression.Reference(new QualifiedName(nameParts), Span.NONE);
        }
        return new Expression.FieldAccess(value, Name.of(fieldName), Span.NONE);
    }

    private static Expression createReference(Name name) {
        return Expression.Reference.of(name, Span.NONE);
    }

    /** Returns the path of a part of a nested value. */
    static List<String> appendName(List<String> path, String name) {
        List<String> extendedPath = new ArrayList<>(path);
        extendedPath.add(name);
        return extendedPath;
    }
}
