package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.value.ComparisonTranslation;
import dev.cairn.embedded.translate.value.TranslatedField;
import dev.cairn.embedded.translate.value.UnsupportedFeature;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Relation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Joins. */
final class JoinTranslation {
    private final QueryTranslation queries;
    private final RelationTranslation relations;
    private final @Nullable TranslationScope around;

    JoinTranslation(QueryTranslation queries, RelationTranslation relations, @Nullable TranslationScope around) {
        this.queries = queries;
        this.relations = relations;
        this.around = around;
    }

    FromClause of(Relation.Join join, List<TranslatedField> before) {
        FromClause left = relations.of(join.left(), before);
        List<TranslatedField> seen = new ArrayList<>(before);
        seen.addAll(left.fields());
        FromClause right = relations.of(join.right(), seen);
        boolean swapped =
                join.kind() == Relation.Join.Kind.RIGHT_SEMI_JOIN || join.kind() == Relation.Join.Kind.RIGHT_ANTI_JOIN;
        String sql = swapped
                ? right.sql() + " " + operator(join) + " " + bracketed(join.left(), left)
                : left.sql() + " " + operator(join) + " " + bracketed(join.right(), right);
        TranslationScope names = new TranslationScope(FromClause.both(left, right), around);
        return new FromClause(sql + condition(join, left, right, names), fields(join, left, right));
    }

    private static String bracketed(Relation relation, FromClause from) {
        return relation instanceof Relation.Join ? "(" + from.sql() + ")" : from.sql();
    }

    private static String operator(Relation.Join join) {
        boolean conditioned = join.on() != null || !join.using().isEmpty();
        return switch (join.kind()) {
            case JOIN, INNER_JOIN, CROSS, CROSS_JOIN -> conditioned ? "INNER JOIN" : "CROSS JOIN";
            case LEFT_JOIN, LEFT_OUTER_JOIN -> "LEFT JOIN";
            case RIGHT_JOIN, RIGHT_OUTER_JOIN -> "RIGHT JOIN";
            case FULL_JOIN, FULL_OUTER_JOIN -> "FULL JOIN";
            case LEFT_SEMI_JOIN, RIGHT_SEMI_JOIN -> "SEMI JOIN";
            case LEFT_ANTI_JOIN, RIGHT_ANTI_JOIN -> "ANTI JOIN";
            case ASOF_JOIN, ASOF_INNER_JOIN -> "ASOF JOIN";
            case ASOF_LEFT_JOIN, ASOF_LEFT_OUTER_JOIN -> "ASOF LEFT JOIN";
            case NULL_AWARE_LEFT_ANTI_JOIN ->
                throw UnsupportedFeature.query(join.kind().text(), join.span());
        };
    }

    private String condition(Relation.Join join, FromClause left, FromClause right, TranslationScope names) {
        ExpressionTranslation expressions = new ExpressionTranslation(queries, names);
        if (join.on() != null) {
            return " ON " + expressions.condition(join.on());
        }
        if (!join.using().isEmpty()) {
            ExpressionTranslation ofLeft =
                    new ExpressionTranslation(queries, new TranslationScope(left.fields(), null));
            ExpressionTranslation ofRight =
                    new ExpressionTranslation(queries, new TranslationScope(right.fields(), null));
            List<String> equal = new ArrayList<>();
            for (Name name : join.using()) {
                Expression.Reference column = reference(name);
                equal.add(ComparisonTranslation.sql(
                        Expression.Operator.EQUAL, ofLeft.of(column), ofRight.of(column), column.span()));
            }
            return " ON " + String.join(" AND ", equal);
        }
        return operator(join).equals("CROSS JOIN") ? "" : " ON TRUE";
    }

    private static Expression.Reference reference(Name name) {
        return new Expression.Reference(new QualifiedName(List.of(name)), name.span());
    }

    private static List<TranslatedField> fields(Relation.Join join, FromClause left, FromClause right) {
        return switch (join.kind()) {
            case LEFT_SEMI_JOIN, LEFT_ANTI_JOIN -> left.fields();
            case RIGHT_SEMI_JOIN, RIGHT_ANTI_JOIN -> right.fields();
            default -> join.using().isEmpty() ? FromClause.both(left, right) : merged(join, left, right);
        };
    }

    /** The columns of USING come first, and once. */
    private static List<TranslatedField> merged(Relation.Join join, FromClause left, FromClause right) {
        List<TranslatedField> fields = new ArrayList<>();
        for (Name name : join.using()) {
            TranslatedField one = named(left, name);
            TranslatedField other = named(right, name);
            String sql = switch (join.kind()) {
                case RIGHT_JOIN, RIGHT_OUTER_JOIN -> other.sql();
                case FULL_JOIN, FULL_OUTER_JOIN -> "coalesce(" + one.sql() + ", " + other.sql() + ")";
                default -> one.sql();
            };
            fields.add(new TranslatedField(List.of(), one.name(), one.type(), sql, true, true));
        }
        for (TranslatedField field : FromClause.both(left, right)) {
            boolean shared = join.using().stream().anyMatch(name -> name.is(field.name()));
            fields.add(shared ? field.hidden() : field);
        }
        return fields;
    }

    private static TranslatedField named(FromClause side, Name name) {
        return side.fields().stream()
                .filter(field -> name.is(field.name()))
                .findFirst()
                .orElseThrow();
    }
}
