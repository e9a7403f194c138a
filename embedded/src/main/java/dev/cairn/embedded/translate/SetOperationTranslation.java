package dev.cairn.embedded.translate;

import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.embedded.translate.value.Conversion;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Translates UNION, INTERSECT, EXCEPT and MINUS. Both sides are converted to common types. */
final class SetOperationTranslation {
    private final QueryTranslation queries;
    private final @Nullable TranslationScope around;

    SetOperationTranslation(QueryTranslation queries, @Nullable TranslationScope around) {
        this.queries = queries;
        this.around = around;
    }

    TranslatedQuery of(SetOperation operation) {
        TranslatedQuery left = queries.of(operation.left(), around);
        TranslatedQuery right = queries.of(operation.right(), around);
        List<TranslatedQuery.Column> columns = new ArrayList<>();
        for (int i = 0; i < left.columns().size(); i++) {
            Type type = left.columns().get(i).type();
            Type common = CommonTypes.of(type, right.columns().get(i).type());
            columns.add(new TranslatedQuery.Column(left.columns().get(i).name(), common == null ? type : common));
        }
        String operator = operator(operation);
        return new TranslatedQuery(converted(left, columns) + operator + converted(right, columns), columns);
    }

    private static String operator(SetOperation operation) {
        String word = switch (operation.kind()) {
            case UNION -> "UNION";
            case INTERSECT -> "INTERSECT";
            case EXCEPT, MINUS -> "EXCEPT";
        };
        return " " + word + (operation.quantifier() == Quantifier.ALL ? " ALL " : " ");
    }

    /** Converts the columns of a query to the types of other columns. */
    static String converted(TranslatedQuery query, List<TranslatedQuery.Column> columns) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String held = TranslatedQuery.held(i);
            Type type = query.columns().get(i).type();
            values.add(Conversion.of(held, type, columns.get(i).type()) + " AS " + held);
        }
        return "(SELECT " + String.join(", ", values) + " FROM (" + query.sql() + "))";
    }
}
