package dev.cairn.analysis.source;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SelectItem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An output of a SELECT, after the expansion of stars.
 *
 * @param expression the written expression after its replacements; null for a column of a star
 * @param column the column, if the output consists of one whole column; otherwise null
 */
public record SelectOutput(
        @Nullable Expression expression, @Nullable RelationField column) {
    /** Returns the outputs by position; a star whose columns are not known is one output, a wildcard. */
    public static List<SelectOutput> of(Select select, Bindings bindings) {
        List<SelectOutput> outputs = new ArrayList<>();
        for (SelectItem item : select.items()) {
            if (item instanceof SelectItem.Star star) {
                bindings.columns(star).forEach(field -> outputs.add(new SelectOutput(null, field)));
            } else {
                outputs.add(of(((SelectItem.Value) item).value(), bindings));
            }
        }
        return outputs;
    }

    private static SelectOutput of(Expression value, Bindings bindings) {
        return new SelectOutput(bindings.resolveReplacement(value), bindings.findWholeColumn(value));
    }
}
