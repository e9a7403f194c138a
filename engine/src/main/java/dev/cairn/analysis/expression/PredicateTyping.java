package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.RestrictedPart;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.ComparisonTypes;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Types predicates, all of which are BOOLEAN, and refuses operands that they do not support. */
final class PredicateTyping {
    static final ExpressionType NULLABLE = ExpressionType.nullable(TypeConstants.BOOLEAN);
    static final ExpressionType CERTAIN = ExpressionType.of(TypeConstants.BOOLEAN, false);
    /** The type of a predicate that is never NULL, although the server considers it nullable. */
    static final ExpressionType NEVER_NULL = NULLABLE.withCause(null);

    private final ExpressionTyping typing;
    private final ExpressionText text;

    PredicateTyping(ExpressionTyping typing, ExpressionText text) {
        this.typing = typing;
        this.text = text;
    }

    ExpressionType logical(Expression... operands) {
        List<ExpressionType> typed = typing.of(List.of(operands));
        for (int i = 0; i < operands.length; i++) {
            Type type = typed.get(i).type();
            if (type != null && !Casts.isPossible(type, TypeConstants.BOOLEAN)) {
                throw Refusal.analysis(Span.NONE, ExpressionRule.NOT_BOOLEAN, text.quoted(operands[i]));
            }
        }
        return nullable(NullCauses.ofAny(typed));
    }

    private static ExpressionType nullable(@Nullable NullCause cause) {
        return cause == null ? NEVER_NULL : NULLABLE.withCause(cause);
    }

    ExpressionType comparison(Expression.Binary binary) {
        ExpressionType left = typing.of(binary.left());
        ExpressionType right = typing.of(binary.right());
        Operator operator = binary.operator().meaning();
        Type common = left.type() == null || right.type() == null
                ? null
                : requireComparable(binary, operator, left.type(), right.type());
        typing.observer().comparison(binary.left(), binary.right(), common);
        boolean certain = operator == Operator.EQUAL_FOR_NULL || (!left.nullable() && !right.nullable());
        NullCause cause = operator == Operator.EQUAL_FOR_NULL
                ? null
                : ofCompared(List.of(binary.left(), binary.right()), List.of(left, right), common);
        if (certain && cause == null) {
            return CERTAIN;
        }
        return certain ? CERTAIN.withCause(cause) : nullable(cause);
    }

    /** Returns why a comparison of values, which are cast to their common type, may be NULL. */
    private static @Nullable NullCause ofCompared(
            List<Expression> operands, List<ExpressionType> typed, @Nullable Type common) {
        if (common == null || (common.equals(TypeConstants.DOUBLE) && areTexts(typed))) {
            return NullCauses.ofAny(typed);
        }
        for (int i = 0; i < typed.size(); i++) {
            NullCause cause = NullCauses.ofCast(operands.get(i), typed.get(i), common);
            if (cause != null) {
                return cause;
            }
        }
        return null;
    }

    /** Texts are compared as such, although the server's common type of texts with different lengths is DOUBLE. */
    private static boolean areTexts(List<ExpressionType> typed) {
        for (ExpressionType value : typed) {
            if (!(value.type() instanceof Type.Text)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the common type; null if both sides are NULL. */
    private static @Nullable Type requireComparable(Expression place, Operator operator, Type left, Type right) {
        boolean equality =
                operator == Operator.EQUAL || operator == Operator.NOT_EQUAL || operator == Operator.EQUAL_FOR_NULL;
        Type common = equality ? ComparisonTypes.ofEquality(left, right) : ComparisonTypes.ofOrder(left, right);
        if (!casts(left, common) || !casts(right, common)) {
            throw Refusal.at(place, ExpressionRule.COMPARISON_UNSUPPORTED, TypeText.shown(left), TypeText.shown(right));
        }
        return common;
    }

    ExpressionType between(Expression.Between between) {
        List<Expression> operands = List.of(between.value(), between.low(), between.high());
        List<ExpressionType> typed = typing.of(operands);
        checkTypes(between, typed, false);
        List<Type> types = ExpressionType.types(typed);
        Type common = types == null ? null : ComparisonTypes.ofSeveral(types, true);
        typing.observer().comparison(between.value(), between.low(), common);
        typing.observer().comparison(between.value(), between.high(), common);
        if (types == null) {
            return NULLABLE;
        }
        for (Type type : types) {
            if (!casts(type, common)) {
                throw Refusal.at(
                        between, ExpressionRule.BETWEEN_TYPES_INCOMPATIBLE, TypeText.shown(type), shown(common));
            }
        }
        return nullable(ofCompared(operands, typed, common));
    }

    ExpressionType in(Expression.In in) {
        List<Expression> all = new ArrayList<>(in.candidates().size() + 1);
        all.add(in.value());
        all.addAll(in.candidates());
        List<ExpressionType> typed = typing.of(all);
        checkTypes(in, typed, true);
        if (in.candidates().size() > 1 && RestrictedPart.QUERY.isIn(in)) {
            throw Refusal.at(in, ExpressionRule.IN_LIST_WITH_SUBQUERY);
        }
        List<Type> types = ExpressionType.types(typed);
        Type common = types == null ? null : ComparisonTypes.ofSeveral(types, false);
        for (Expression candidate : in.candidates()) {
            typing.observer().comparison(in.value(), candidate, common);
        }
        if (types == null) {
            return NULLABLE;
        }
        if (common == null) {
            String shown = types.stream().map(TypeText::shown).collect(Collectors.joining(","));
            throw Refusal.at(in, ExpressionRule.IN_TYPES_INCOMPATIBLE, shown);
        }
        for (int i = 0; i < all.size(); i++) {
            if (!casts(types.get(i), common)) {
                throw Refusal.at(
                        all.get(i), ExpressionRule.IN_TYPE_INVALID, TypeText.shown(types.get(i)), shown(common));
            }
        }
        return nullable(ofCompared(all, typed, common));
    }

    ExpressionType inQuery(Expression.InQuery in, List<ExpressionType> columns) {
        boolean tuple = in.value() instanceof Expression.Tuple;
        List<Expression> elements =
                in.value() instanceof Expression.Tuple several ? several.elements() : List.of(in.value());
        List<ExpressionType> values = typing.of(elements);
        checkTypes(in, values, !tuple);
        if (!tuple) {
            checkTypes(in, first(columns), true);
        }
        if (tuple && values.size() != columns.size()) {
            throw Refusal.at(in, ExpressionRule.IN_SUBQUERY_COLUMN_COUNT);
        }
        for (int i = 0; i < Math.min(values.size(), columns.size()); i++) {
            Type value = values.get(i).type();
            Type column = columns.get(i).type();
            Type common = value == null || column == null ? null : requireJoinable(in, tuple, value, column);
            typing.observer()
                    .comparison(
                            elements.get(i),
                            new Expression.Subquery(in.query(), in.query().span()),
                            common);
        }
        return nullable(NullCause.first(NullCauses.ofAny(values), NullCauses.ofAny(columns)));
    }

    /** Returns the type that the value and the column are compared as. */
    private static Type requireJoinable(Expression.InQuery in, boolean tuple, Type value, Type column) {
        if (tuple) {
            if (isDocument(value) || isDocument(column)) {
                throw Refusal.analysis(Span.NONE, ExpressionRule.IN_OF_NESTED_TYPE);
            }
            if (!Casts.isPossible(value, column)) {
                throw Refusal.analysis(
                        Span.NONE, ExpressionRule.IN_TYPE_INVALID, TypeText.shown(value), TypeText.shown(column));
            }
            return column;
        }
        Type common = ComparisonTypes.ofSeveral(List.of(value, column), false);
        if (common == null) {
            throw Refusal.at(
                    in, ExpressionRule.IN_SUBQUERY_TYPES_INCOMPATIBLE, TypeText.shown(value), TypeText.shown(column));
        }
        if (value.equals(TypeConstants.JSON) || column.equals(TypeConstants.JSON)) {
            throw Refusal.at(in.value(), ExpressionRule.IN_SUBQUERY_OF_JSON);
        }
        return common;
    }

    private static boolean isDocument(Type type) {
        return type.equals(TypeConstants.JSON) || type instanceof Type.Map || type instanceof Type.Struct;
    }

    /** The query has the type of its first column. */
    static ExpressionType exists(Expression.Exists exists, List<ExpressionType> columns) {
        checkTypes(exists, first(columns), false);
        return NEVER_NULL;
    }

    private static List<ExpressionType> first(List<ExpressionType> columns) {
        return columns.subList(0, Math.min(1, columns.size()));
    }

    ExpressionType isNull(Expression.IsNull isNull) {
        checkTypes(isNull, List.of(typing.of(isNull.value())), true);
        return CERTAIN;
    }

    ExpressionType like(Expression.Like like) {
        List<ExpressionType> typed = typing.of(List.of(like.value(), like.pattern()));
        checkTypes(like, typed, false);
        requireText(like, typed.get(0).type(), "left");
        requireText(like, typed.get(1).type(), "right");
        if (!like.word().equalsIgnoreCase("LIKE") && like.pattern() instanceof Expression.Text pattern) {
            requireRegularExpression(like, pattern.value());
        }
        return nullable(NullCauses.ofAny(typed));
    }

    /** Requires that a literal pattern is valid for RE2, as the frontend does. */
    private void requireRegularExpression(Expression.Like like, String pattern) {
        if (!new Re2Pattern(pattern).isValid()) {
            throw Refusal.at(like, ExpressionRule.INVALID_REGULAR_EXPRESSION, text.plain(like));
        }
    }

    ExpressionType match(Expression.Match match) {
        ExpressionType typed = typing.of(match.value());
        Type value = typed.type();
        typing.of(match.pattern());
        if (value != null && !isText(value)) {
            throw Refusal.analysis(Span.NONE, ExpressionRule.MATCH_LEFT_NOT_TEXT);
        }
        if (!(match.value().unwrapped() instanceof Expression.Reference)) {
            throw Refusal.analysis(Span.NONE, ExpressionRule.MATCH_LEFT_NOT_COLUMN);
        }
        if (!(match.pattern().unwrapped() instanceof Expression.Text)) {
            throw Refusal.analysis(Span.NONE, ExpressionRule.MATCH_RIGHT_NOT_TEXT_LITERAL);
        }
        return nullable(typed.cause());
    }

    private void requireText(Expression.Like like, @Nullable Type type, String side) {
        if (type != null && !isText(type)) {
            throw Refusal.at(
                    like, ExpressionRule.LIKE_OPERAND_NOT_TEXT, side, ExpressionText.operator(like), text.plain(like));
        }
    }

    private static boolean isText(Type type) {
        return PrimitiveType.of(type).isCharacters() || type.equals(TypeConstants.NULL);
    }

    private static void checkTypes(Expression place, List<ExpressionType> all, boolean nested) {
        for (ExpressionType typed : all) {
            Type type = typed.type();
            if (type != null && (PrimitiveType.of(type).isMetric() || (!nested && type.isComplex()))) {
                throw Refusal.at(place, ExpressionRule.TYPE_IN_PREDICATE);
            }
        }
    }

    private static boolean casts(Type type, @Nullable Type common) {
        return common != null ? Casts.isPossible(type, common) : type.equals(TypeConstants.NULL);
    }

    private static String shown(@Nullable Type type) {
        return type == null ? PrimitiveType.INVALID_TYPE.name() : TypeText.shown(type);
    }
}
