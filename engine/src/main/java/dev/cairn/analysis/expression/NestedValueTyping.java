package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.CastRules;
import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.StoredTypeConverter;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Types the literals of arrays and maps, and the access to elements and fields of nested values. The server considers
 * all of these values nullable. In fact, a literal is never NULL, and an element or a field may be NULL because of the
 * access itself.
 */
final class NestedValueTyping {
    private final ExpressionTyping typing;
    private final ExpressionMessageWriter messageWriter;
    private final ServerProfile profile;

    NestedValueTyping(ExpressionTyping typing, ExpressionMessageWriter messageWriter, ServerProfile profile) {
        this.typing = typing;
        this.messageWriter = messageWriter;
        this.profile = profile;
    }

    /**
     * Returns the type of an array or map literal, or of an access to a part of a value; null for any other expression.
     */
    @Nullable
    ExpressionType determineType(Expression expression) {
        if (expression instanceof Expression.ArrayLiteral arrayLiteral) {
            return typeArray(arrayLiteral);
        }
        if (expression instanceof Expression.MapLiteral mapLiteral) {
            return typeMap(mapLiteral);
        }
        if (expression instanceof Expression.Subscript subscript) {
            return typeSubscript(subscript);
        }
        if (expression instanceof Expression.FieldAccess access) {
            return typeField(access);
        }
        if (expression instanceof Expression.Arrow arrow) {
            return typeArrow(arrow);
        }
        return expression instanceof Expression.Slice slice ? typeSlice(slice) : null;
    }

    private ExpressionType typeArray(Expression.ArrayLiteral arrayLiteral) {
        List<ExpressionType> elementTypes = typing.determineTypes(arrayLiteral.elements());
        if (elementTypes.isEmpty()) {
            return ExpressionType.ofNullable(new Type.Array(TypeConstants.NULL), null);
        }
        Type elementType = arrayLiteral.type() == null
                ? findCommonType(elementTypes)
                : StoredTypeConverter.convert(profile, arrayLiteral.type().element(), arrayLiteral.span());
        if (elementType == null) {
            return ExpressionType.UNKNOWN;
        }
        for (int i = 0; i < elementTypes.size(); i++) {
            requireCastable(arrayLiteral.elements().get(i), elementTypes.get(i).type(), elementType);
        }
        return ExpressionType.ofNullable(new Type.Array(elementType), null)
                .withOperandTypes(Collections.nCopies(elementTypes.size(), elementType));
    }

    /**
     * Returns the type that can hold all values; null if the type of a value is unknown.
     *
     * @throws Refusal if no type can hold all values
     */
    private static @Nullable Type findCommonType(List<ExpressionType> expressionTypes) {
        List<Type> types = ExpressionType.findTypes(expressionTypes);
        return types == null ? null : CommonTypes.requireCommonType(types);
    }

    private ExpressionType typeMap(Expression.MapLiteral mapLiteral) {
        List<ExpressionType> keyExpressionTypes = typing.determineTypes(
                mapLiteral.entries().stream().map(Expression.MapEntry::key).toList());
        List<ExpressionType> valueExpressionTypes = typing.determineTypes(
                mapLiteral.entries().stream().map(Expression.MapEntry::value).toList());
        if (keyExpressionTypes.isEmpty()) {
            return ExpressionType.ofNullable(new Type.Map(TypeConstants.NULL, TypeConstants.NULL), null);
        }
        if (mapLiteral.type() != null) {
            return ExpressionType.ofNullable(
                    StoredTypeConverter.convert(profile, mapLiteral.type(), mapLiteral.span()), null);
        }
        List<Type> keyTypes = ExpressionType.findTypes(keyExpressionTypes);
        List<Type> valueTypes = ExpressionType.findTypes(valueExpressionTypes);
        if (keyTypes == null || valueTypes == null) {
            return ExpressionType.UNKNOWN;
        }
        Type keyType = CommonTypes.requireCommonType(keyTypes);
        if (!PrimitiveType.of(keyType).canBeMapKey()) {
            throw Refusal.ofAnalysisAt(
                    mapLiteral, TypeRule.TYPE_UNSUPPORTED, "The key of a map", TypeFormat.formatForMessages(keyType));
        }
        return ExpressionType.ofNullable(new Type.Map(keyType, CommonTypes.requireCommonType(valueTypes)), null);
    }

    private ExpressionType typeSubscript(Expression.Subscript subscript) {
        Expression base = subscript.base();
        Expression index = subscript.index();
        Type baseType = typing.determineType(base).type();
        Type indexType = typing.determineType(index).type();
        if (baseType == null) {
            return ExpressionType.UNKNOWN;
        }
        if (baseType instanceof Type.Array arrayType) {
            if (indexType != null && !PrimitiveType.of(indexType).isNumeric()) {
                throw Refusal.ofAnalysisAt(index, ExpressionRule.INVALID_SUBSCRIPT, "an integer");
            }
            return ExpressionType.ofNullable(
                    arrayType.element(), NullCause.of(NullCause.Kind.ELEMENT, subscript.span()));
        }
        if (baseType instanceof Type.Map mapType) {
            if (indexType != null && PrimitiveType.of(indexType) != PrimitiveType.of(mapType.key())) {
                requireCastable(index, indexType, mapType.key());
            }
            return ExpressionType.ofNullable(mapType.value(), NullCause.of(NullCause.Kind.ELEMENT, subscript.span()));
        }
        if (baseType instanceof Type.Struct structType) {
            return ExpressionType.ofNullable(
                    requireFieldType(structType, index), NullCause.FIELD.withSpan(subscript.span()));
        }
        throw Refusal.ofAnalysisAt(base, ExpressionRule.NOT_SUBSCRIPTABLE, TypeFormat.formatForMessages(baseType));
    }

    /** Returns the type of the field at a position, which counts from 1, or from the last field if it is negative. */
    private static Type requireFieldType(Type.Struct structType, Expression index) {
        Long position = index.integerValue();
        if (position == null) {
            throw Refusal.ofAnalysisAt(index, ExpressionRule.INVALID_SUBSCRIPT, "an integer");
        }
        int fieldCount = structType.fields().size();
        if (position == 0 || Math.abs(position) > fieldCount) {
            throw Refusal.ofAnalysisAt(index, ExpressionRule.INVALID_SUBSCRIPT, "the number of a field");
        }
        long fieldIndex = position > 0 ? position - 1 : fieldCount + position;
        return structType.fields().get((int) fieldIndex).type();
    }

    private ExpressionType typeField(Expression.FieldAccess access) {
        Type baseType = typing.determineType(access.base()).type();
        if (baseType == null) {
            return ExpressionType.UNKNOWN;
        }
        if (!(baseType instanceof Type.Struct structType)) {
            throw Refusal.ofAnalysisAt(
                    access.base(), CommonRule.WRONG_KIND, messageWriter.renderUnquoted(access.base()), "a struct");
        }
        for (Type.Field field : structType.fields()) {
            if (field.name().equalsIgnoreCase(access.field().text())) {
                return ExpressionType.ofNullable(field.type(), NullCause.FIELD.withSpan(access.span()));
            }
        }
        throw Refusal.ofAnalysisAt(access, ExpressionRule.UNKNOWN_STRUCT_FIELD, access.field());
    }

    private ExpressionType typeArrow(Expression.Arrow arrow) {
        Type baseType = typing.determineType(arrow.base()).type();
        if (baseType != null && !baseType.equals(TypeConstants.JSON)) {
            throw Refusal.ofAnalysisAt(
                    arrow.base(),
                    ExpressionRule.ARROW_OUTSIDE_JSON,
                    TypeFormat.formatForMessages(baseType),
                    renderAccess(arrow, baseType));
        }
        return ExpressionType.ofNullable(TypeConstants.JSON, NullCause.of(NullCause.Kind.JSON, arrow.span()));
    }

    /** Returns the SQL that reads a part of a value that is not JSON; empty if the value has no parts. */
    private static String renderAccess(Expression.Arrow arrow, Type baseType) {
        String renderedBase = Sql.render(arrow.base());
        String partName = arrow.path().value().replaceFirst("^\\$\\.?", "");
        if (baseType instanceof Type.Map mapType) {
            boolean hasNumericKey = PrimitiveType.of(mapType.key()).isNumeric();
            return renderedBase + "[" + (hasNumericKey ? partName : "'" + partName.replace("'", "''") + "'") + "]";
        }
        if (baseType instanceof Type.Struct) {
            return renderedBase + "." + partName;
        }
        if (baseType instanceof Type.Array) {
            return renderedBase + "[1]";
        }
        return baseType instanceof Type.Text ? "parse_json(" + renderedBase + ")->" + Sql.render(arrow.path()) : "";
    }

    private ExpressionType typeSlice(Expression.Slice slice) {
        ExpressionType baseExpressionType = typing.determineType(slice.base());
        Type baseType = baseExpressionType.type();
        if (baseType == null) {
            return ExpressionType.UNKNOWN;
        }
        if (!(baseType instanceof Type.Array)) {
            throw Refusal.ofAnalysisAt(
                    slice.base(), ExpressionRule.NOT_SUBSCRIPTABLE, TypeFormat.formatForMessages(baseType));
        }
        return ExpressionType.ofNullable(baseType, baseExpressionType.nullCause());
    }

    private void requireCastable(Expression value, @Nullable Type sourceType, Type targetType) {
        if (sourceType == null
                || CastRules.isUnnecessary(sourceType, targetType)
                || targetType.equals(TypeConstants.NULL)) {
            return;
        }
        if (!CastRules.isPossible(sourceType, targetType)) {
            throw Refusal.ofAnalysis(
                    Span.NONE,
                    ExpressionRule.CANNOT_CAST,
                    messageWriter.renderQuoted(value),
                    TypeFormat.formatForMessages(sourceType),
                    TypeFormat.formatForMessages(targetType));
        }
        new LiteralCast(sourceType, targetType).requireCastable(value);
    }
}
